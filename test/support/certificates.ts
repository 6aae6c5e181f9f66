import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './imports.ts';

/** A certificate and its key in PEM. All were made with OpenSSL, are public, and are valid from 2020 on. */
export interface KeyPair {
  certificate: string;
  key: string;
}

const fixture = readFileSync(join(root, 'scenarios/fixtures/tls-secret.yaml'), 'utf8').replaceAll(/^ +/gm, '');

const block = (title: string): string =>
  `${new RegExp(`-----BEGIN ${title}-----[\\s\\S]*-----END ${title}-----`).exec(fixture)?.[0]}\n`;

/**
 * The certificate of the scenarios, for kubia.example.com, www.kubia.example.com and tls.kubia.example.com until 2120.
 */
export const kubiaPair: KeyPair = { certificate: block('CERTIFICATE'), key: block('PRIVATE KEY') };

/** For expired.example.com, until 2021. */
export const expiredPair: KeyPair = {
  certificate: `-----BEGIN CERTIFICATE-----
MIIBjjCCATOgAwIBAgIUUiUk3bCTRdK9xHS+Bh/kXs2YTkswCgYIKoZIzj0EAwIw
HjEcMBoGA1UEAwwTZXhwaXJlZC5leGFtcGxlLmNvbTAeFw0yMDAxMDEwMDAwMDBa
Fw0yMTAxMDEwMDAwMDBaMB4xHDAaBgNVBAMME2V4cGlyZWQuZXhhbXBsZS5jb20w
WTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAS8Zcx9/Ju5xlXZO/BQal5AQQk8yy5k
HTAYnvlyc+24oChtioMiCDIbTStgRafewNW9GqtpAoFiu/YCUH2/opSMo08wTTAM
BgNVHRMBAf8EAjAAMB4GA1UdEQQXMBWCE2V4cGlyZWQuZXhhbXBsZS5jb20wHQYD
VR0OBBYEFDzVVHb3T2OrBkPwSupBl6tdE07JMAoGCCqGSM49BAMCA0kAMEYCIQDe
jMKrTPPcXiAJe/SsDenUv4eB/I2PSVszEaaeofROFgIhAJaPnTzPxvkcPpQUJEVZ
aT7l9yFDcCLZFOPKdrhMgIuh
-----END CERTIFICATE-----
`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQggudG4zc6TOl1oLba
mH57TcnNp3IwvD+PB4o79E5PQbmhRANCAAS8Zcx9/Ju5xlXZO/BQal5AQQk8yy5k
HTAYnvlyc+24oChtioMiCDIbTStgRafewNW9GqtpAoFiu/YCUH2/opSM
-----END PRIVATE KEY-----
`,
};

/** For other.example.org, until 2120. */
export const otherPair: KeyPair = {
  certificate: `-----BEGIN CERTIFICATE-----
MIIBiDCCAS+gAwIBAgIUaca1tN7lleIQqCL6HOvHKDy8DDYwCgYIKoZIzj0EAwIw
HDEaMBgGA1UEAwwRb3RoZXIuZXhhbXBsZS5vcmcwIBcNMjAwMTAxMDAwMDAwWhgP
MjEyMDAxMDEwMDAwMDBaMBwxGjAYBgNVBAMMEW90aGVyLmV4YW1wbGUub3JnMFkw
EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEBuV7J5WVgJgNvrmS6TONfj5Lj92ekMns
5/PvgdzsYVQasPVzxx8SSmDXtoV9xsVkcnW0aOB2gBxce2fWNkpFBKNNMEswDAYD
VR0TAQH/BAIwADAcBgNVHREEFTATghFvdGhlci5leGFtcGxlLm9yZzAdBgNVHQ4E
FgQUEa2xtLeVvZq69mavmLU59iJqBuYwCgYIKoZIzj0EAwIDRwAwRAIgcQQu/OL2
GxDSIaO0Xkqt+dKragmnKQvLLOkQ4yXAXHsCIAXrokbO9Jq0Vevid6xXJiH8j9y/
+L+wLUeKQrmYSesz
-----END CERTIFICATE-----
`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgoedpigcYqUHAEESy
NAKRqX9URnnhJ6nO1sc6U3iG32ShRANCAAQG5XsnlZWAmA2+uZLpM41+PkuP3Z6Q
yezn8++B3OxhVBqw9XPHHxJKYNe2hX3GxWRydbRo4HaAHFx7Z9Y2SkUE
-----END PRIVATE KEY-----
`,
};

/** For issued.example.com and *.foo.com, signed by `authority`, until 2120. */
export const issuedPair: KeyPair = {
  certificate: `-----BEGIN CERTIFICATE-----
MIIBtTCCAVqgAwIBAgIUA1E0r5FDA3kTaGYx6qmJ87fTrfcwCgYIKoZIzj0EAwIw
GTEXMBUGA1UEAwwOdGVzdCBhdXRob3JpdHkwIBcNMjAwMTAxMDAwMDAwWhgPMjEy
MDAxMDEwMDAwMDBaMB0xGzAZBgNVBAMMEmlzc3VlZC5leGFtcGxlLmNvbTBZMBMG
ByqGSM49AgEGCCqGSM49AwEHA0IABCnQETdTGz/ULI7JIbXoq85PY7sYSijJRZxJ
9ewDAhgO5ibwOx7o+T3HUI9rGvejRQQkMJAZ8GWDf/hBtx14dlujejB4MAwGA1Ud
EwEB/wQCMAAwKAYDVR0RBCEwH4ISaXNzdWVkLmV4YW1wbGUuY29tggkqLmZvby5j
b20wHQYDVR0OBBYEFPiJwHnSkM0cf+ttWsooujR1nRDYMB8GA1UdIwQYMBaAFIvw
3Txr2yde1G7HuseVdLzjfP5RMAoGCCqGSM49BAMCA0kAMEYCIQC7sCjTLSq/z2eJ
tVzEL09ufOBx1idg+ZnNOCI4vOs3UAIhALIA8KMmW3n2J0Qmu3MIbC6A9oHzLlBb
7dB+K40TVxOi
-----END CERTIFICATE-----
`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgtmb7XXGy3otNRMhI
D6zoHcUckHKNvYJFKdAQRHq8kiWhRANCAAQp0BE3Uxs/1CyOySG16KvOT2O7GEoo
yUWcSfXsAwIYDuYm8Dse6Pk9x1CPaxr3o0UEJDCQGfBlg3/4QbcdeHZb
-----END PRIVATE KEY-----
`,
};

export const authority = `-----BEGIN CERTIFICATE-----
MIIBaDCCAQ6gAwIBAgIUPXeutcNnpGhLDiXbHMWurRgfDi8wCgYIKoZIzj0EAwIw
GTEXMBUGA1UEAwwOdGVzdCBhdXRob3JpdHkwIBcNMjAwMTAxMDAwMDAwWhgPMjEy
MDAxMDEwMDAwMDBaMBkxFzAVBgNVBAMMDnRlc3QgYXV0aG9yaXR5MFkwEwYHKoZI
zj0CAQYIKoZIzj0DAQcDQgAEazsaIUXul2SC7H1G/G71t3L0zmfNSW3blW65eMPy
K+pr4rmnjvtZEYnV0Stg0hwyIbV9BoTzenaGHkLeI8EhKaMyMDAwDwYDVR0TAQH/
BAUwAwEB/zAdBgNVHQ4EFgQUi/DdPGvbJ17Ubse6x5V0vON8/lEwCgYIKoZIzj0E
AwIDSAAwRQIgO0Kk4m99U1cnhThE20v9xQ0TkxpvyFnwOqqdgdO6cHcCIQD0CUfY
l19nqqPSWpPjyZgFhn12VL1Lo8Oe+Mh36fn/Bw==
-----END CERTIFICATE-----
`;
