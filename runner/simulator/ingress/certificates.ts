import { Buffer } from 'node:buffer';
import { X509Certificate } from 'node:crypto';
import { objectsAt, textAt } from '../network/fields.ts';
import type { StoredObject, World } from '../world.ts';

/**
 * The certificate for a server name: that of a `spec.tls` Secret whose names cover it. Undefined: the controller shows
 * its own self-signed one, as it does when the Secret is missing or holds no certificate.
 */
export const certificateFor = (
  world: World,
  ingresses: readonly StoredObject[],
  serverName: string | undefined,
): string | undefined =>
  ingresses
    .flatMap((ingress) =>
      objectsAt(ingress, 'spec', 'tls').flatMap((each) => {
        const name = textAt(each, 'secretName');
        return name ? (certificateOf(world.get('Secret', ingress.metadata.namespace, name)) ?? []) : [];
      }),
    )
    .find((pem) => covers(pem, serverName));

const certificateOf = (secret: StoredObject | undefined): string | undefined => {
  const encoded = textAt(secret, 'data', 'tls.crt');
  if (!encoded || !textAt(secret, 'data', 'tls.key')) return undefined;
  return Buffer.from(encoded, 'base64').toString('utf8');
};

const covers = (pem: string, serverName: string | undefined): boolean => {
  try {
    return serverName !== undefined && new X509Certificate(pem).checkHost(serverName) !== undefined;
  } catch {
    // The Secret holds something else than a certificate: the controller goes on without it.
    return false;
  }
};
