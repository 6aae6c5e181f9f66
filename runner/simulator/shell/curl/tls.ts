import { X509Certificate } from 'node:crypto';
import { isIPv4 } from 'node:net';
import type { Listener } from '../../objects/sockets.ts';

/** Why a handshake fails, in curl's words. */
export interface TlsFault {
  exitCode: 35 | 60;
  message: string;
}

const more = `More details here: https://curl.se/docs/sslcerts.html

curl failed to verify the legitimacy of the server and therefore could not
establish a secure connection to it. To learn more about this situation and
how to fix it, please visit the web page mentioned above.`;

const untrusted = (reason: string): TlsFault => ({
  exitCode: 60,
  message: `SSL certificate problem: ${reason}\n${more}`,
});

/** The certificates in a PEM file, as far as they can be read. */
const readChain = (pem: string): X509Certificate[] =>
  (pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? []).flatMap((each) => {
    try {
      return [new X509Certificate(each)];
    } catch {
      return [];
    }
  });

/**
 * The checks of a TLS client: whether the socket speaks TLS at all, whether an authority in `trusted` (PEM) signed the
 * certificate, and whether it fits the name. Undefined: all well.
 */
export const handshake = (
  listener: Listener,
  host: string,
  { trusted, insecure, now }: { trusted: string; insecure: boolean; now: Date },
): TlsFault | undefined => {
  if (!listener.tls)
    return { exitCode: 35, message: 'OpenSSL/3.0.22: error:0A00010B:SSL routines::wrong version number' };
  if (insecure) return undefined;
  const serverName = isIPv4(host) ? undefined : host;
  const chain = readChain(listener.certificate?.(serverName) ?? '');
  const [leaf] = chain;
  const authorities = readChain(trusted);
  if (!leaf) return untrusted('self-signed certificate');
  const last = chain.at(-1) ?? leaf;
  const isTrusted = authorities.some((each) => each.fingerprint256 === leaf.fingerprint256 || signed(each, last));
  if (!isTrusted)
    return untrusted(signed(leaf, leaf) ? 'self-signed certificate' : 'unable to get local issuer certificate');
  if (new Date(leaf.validTo) < now) return untrusted('certificate has expired');
  const fits = serverName === undefined ? leaf.checkIP(host) : leaf.checkHost(serverName);
  if (fits !== undefined) return undefined;
  return {
    exitCode: 60,
    message: `SSL: no alternative certificate subject name matches target host name '${host}'\n${more}`,
  };
};

const signed = (authority: X509Certificate, certificate: X509Certificate): boolean =>
  certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
