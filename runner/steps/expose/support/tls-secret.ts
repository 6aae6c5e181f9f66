import { Buffer } from 'node:buffer';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { type JsonObject, textAt } from '../../../core/json.ts';
import { Unmet } from '../../finding.ts';
import { findObjects, notFound, select } from '../../kubernetes/selection.ts';
import type { StepContext } from '../../step.ts';

/** The contents of a Secret of type kubernetes.io/tls. */
export interface TlsSecret {
  name: string;
  /** The server's own certificate in PEM format, without intermediate certificates. */
  leaf: string;
  certificate: X509Certificate;
  /** Whether the key belongs to the certificate. If not, no server can use them. */
  keyFits: boolean;
}

/**
 * Rejects with `Unmet` not-found if there is no such Secret, and tls-failed if it has no certificate.
 * https://kubernetes.io/docs/concepts/configuration/secret/#tls-secrets
 */
export const readTlsSecret = async (name: string, context: StepContext): Promise<TlsSecret> => {
  const selected = select({ kind: 'Secret', name }, context.namespace);
  const [secret] = await findObjects(selected, context);
  if (!secret) {
    const { message, hint } = (await notFound(selected, context)).reason;
    throw new Unmet('not-found', `${message} So the controller uses a certificate of its own.`, hint);
  }
  const [chain, key] = ['tls.crt', 'tls.key'].map((entry) =>
    Buffer.from(textAt(secret, 'data', entry) ?? '', 'base64').toString('utf8'),
  );
  const leaf = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/.exec(chain ?? '')?.[0] ?? '';
  const certificate = attempt(() => new X509Certificate(leaf));
  if (!certificate)
    throw new Unmet(
      'tls-failed',
      `Secret ${name} has no certificate in tls.crt.`,
      'kubectl create secret tls creates such a Secret from the files of a certificate and its key.',
    );
  const keyFits = attempt(() => certificate.checkPrivateKey(createPrivateKey(key ?? ''))) ?? false;
  return { name, leaf: `${leaf}\n`, certificate, keyFits };
};

const attempt = <Value>(read: () => Value): Value | undefined => {
  try {
    return read();
  } catch {
    return undefined;
  }
};

/** The names in a certificate. */
const namesOf = ({ subjectAltName, subject }: X509Certificate): string =>
  subjectAltName?.replaceAll('DNS:', '') ?? subject.replaceAll('\n', ', ');

/** Why clients reject the certificate for a host. Undefined if it is valid. */
export const certificateFault = (
  { name, certificate, keyFits }: TlsSecret,
  host: string,
  now: Date,
): string | undefined => {
  if (!keyFits) return `The key in Secret ${name} does not belong to its certificate.`;
  if (certificate.checkHost(host) === undefined)
    return `The certificate in Secret ${name} is for ${namesOf(certificate)}, not for ${host}.`;
  if (now > certificate.validToDate) return `The certificate in Secret ${name} expired at ${certificate.validTo}.`;
  if (now < certificate.validFromDate)
    return `The certificate in Secret ${name} is not valid before ${certificate.validFrom}.`;
  return undefined;
};

/** A certificate in the observation. */
export const observeCertificate = ({ certificate }: TlsSecret): JsonObject => ({
  names: namesOf(certificate),
  issuer: certificate.issuer.replaceAll('\n', ', '),
  validFrom: certificate.validFrom,
  validTo: certificate.validTo,
  sha256: certificate.fingerprint256,
});
