import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import type { Random } from '../../../core/random.ts';

/** A self-signed certificate for loopback: kubectl sends its token over TLS only. X.509 v3 in DER (RFC 5280). */

/** DER writes a short length as one byte, a longer one behind the count of its bytes. */
const sizeOf = (length: number): number[] => {
  if (length < 128) return [length];
  return length < 256 ? [0x81, length] : [0x82, Math.floor(length / 256), length % 256];
};

const tlv = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, ...sizeOf(body.length)]), body]);
};

const sequence = (...parts: readonly Uint8Array[]): Buffer => tlv(0x30, ...parts);
const integer = (bytes: readonly number[]): Buffer => tlv(0x02, Buffer.from(bytes));
const octets = (body: Uint8Array): Buffer => tlv(0x04, body);
const bits = (body: Uint8Array, unused = 0): Buffer => tlv(0x03, Buffer.from([unused]), body);
const utf8 = (text: string): Buffer => tlv(0x0c, Buffer.from(text));
const truth = tlv(0x01, Buffer.from([0xff]));

const identifier = (dotted: string): Buffer => {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const base128 = (value: number): number[] => {
    const digits = [value % 128];
    for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128))
      digits.unshift((left % 128) + 128);
    return digits;
  };
  return tlv(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
};

const time = (date: Date): Buffer =>
  tlv(0x18, Buffer.from(`${date.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`));

const nameOf = (commonName: string): Buffer => sequence(tlv(0x31, sequence(identifier('2.5.4.3'), utf8(commonName))));

const extension = (id: string, critical: boolean, value: Uint8Array): Buffer =>
  sequence(identifier(id), ...(critical ? [truth] : []), octets(value));

const ecdsaWithSha256 = sequence(identifier('1.2.840.10045.4.3.2'));
const year = 365 * 24 * 3600 * 1000;

export interface Certificate {
  /** PEM; it is its own authority. */
  certificate: string;
  /** PEM, PKCS #8. */
  key: string;
}

const toPem = (der: Uint8Array): string =>
  `-----BEGIN CERTIFICATE-----\n${(
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  ).join('\n')}\n-----END CERTIFICATE-----\n`;

/** Valid from a day before `now` for ten years, for 127.0.0.1, ::1 and localhost. The key is new each time. */
export const createCertificate = (commonName: string, now: Date, random: Random): Certificate => {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicKey = pair.publicKey.export({ type: 'spki', format: 'der' });
  const keyId = createHash('sha1').update(publicKey).digest();
  const names = sequence(
    tlv(0x82, Buffer.from('localhost')),
    tlv(0x87, Buffer.from([127, 0, 0, 1])),
    tlv(0x87, Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])),
  );
  const body = sequence(
    tlv(0xa0, integer([2])),
    integer([1, ...Array.from({ length: 8 }, () => Math.floor(random() * 256))]),
    ecdsaWithSha256,
    nameOf(commonName),
    sequence(time(new Date(now.getTime() - year / 365)), time(new Date(now.getTime() + 10 * year))),
    nameOf(commonName),
    publicKey,
    tlv(
      0xa3,
      sequence(
        extension('2.5.29.19', true, sequence(truth)),
        // digitalSignature and keyCertSign.
        extension('2.5.29.15', true, bits(Buffer.from([0b10000100]), 2)),
        extension('2.5.29.14', false, octets(keyId)),
        extension('2.5.29.17', false, names),
      ),
    ),
  );
  const signature = sign('sha256', body, pair.privateKey);
  return {
    certificate: toPem(sequence(body, ecdsaWithSha256, bits(signature))),
    key: String(pair.privateKey.export({ type: 'pkcs8', format: 'pem' })),
  };
};
