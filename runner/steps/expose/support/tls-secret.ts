import { Buffer } from 'node:buffer';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { type JsonObject, textAt } from '../../../core/json.ts';
import { Unmet } from '../../finding.ts';
import { findObjects, notFound, select } from '../../kubernetes/selection.ts';
import type { StepContext } from '../../step.ts';

/** What a Secret of type kubernetes.io/tls holds for servers. */
export interface TlsSecret {
  name: string;
  /** PEM text of the server's own certificate, without those that signed it. */
  leaf: string;
  certificate: X509Certificate;
  /** Whether the key belongs to the certificate: if not no server can use them. */
  keyFits: boolean;
}

/**
 * Rejects with `Unmet`: not-found without such a Secret, tls-failed for one in which there is no certificate.
 * https://kubernetes.io/docs/concepts/configuration/secret/#tls-secrets
 */
export const readTlsSecret = async (name: string, context: StepContext): Promise<TlsSecret> => {
  const selected = select({ kind: 'Secret', name }, context.namespace);
  const [secret] = await findObjects(selected, context);
  if (!secret) {
    const { message, hint } = (await notFound(selected, context)).reason;
    throw new Unmet('not-found', `${message} Then a controller shows a certificate of its own.`, hint);
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
      'kubectl create secret tls makes such a Secret from the files of a certificate and its key.',
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

/** The names that a certificate is for. */
const namesOf = ({ subjectAltName, subject }: X509Certificate): string =>
  subjectAltName?.replaceAll('DNS:', '') ?? subject.replaceAll('\n', ', ');

/** Why clients refuse the certificate for a host; undefined when nothing is wrong with it. */
export const certificateFault = (
  { name, certificate, keyFits }: TlsSecret,
  host: string,
  now: Date,
): string | undefined => {
  if (!keyFits) return `The key in Secret ${name} does not belong to its certificate.`;
  if (certificate.checkHost(host) === undefined)
    return `The certificate in Secret ${name} is for ${namesOf(certificate)}, and not for ${host}.`;
  if (now > certificate.validToDate) return `The certificate in Secret ${name} expired at ${certificate.validTo}.`;
  if (now < certificate.validFromDate)
    return `The certificate in Secret ${name} is not valid before ${certificate.validFrom}.`;
  return undefined;
};

/** What reports store of a certificate. */
export const observeCertificate = ({ certificate }: TlsSecret): JsonObject => ({
  names: namesOf(certificate),
  issuer: certificate.issuer.replaceAll('\n', ', '),
  validFrom: certificate.validFrom,
  validTo: certificate.validTo,
  sha256: certificate.fingerprint256,
});
