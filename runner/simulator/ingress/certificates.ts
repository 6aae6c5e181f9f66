import { Buffer } from 'node:buffer';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { objectsAt, textAt } from '../../core/json.ts';
import type { ClusterState } from '../objects/cluster-state.ts';
import type { Unstructured } from '../objects/metadata.ts';

/**
 * The certificate for a server name: that of a `spec.tls` Secret whose names cover it. Undefined: the controller shows
 * its own self-signed one, as it does when the Secret is missing or holds no certificate.
 */
export const certificateFor = (
  clusterState: ClusterState,
  ingresses: readonly Unstructured[],
  serverName: string | undefined,
): string | undefined =>
  ingresses
    .flatMap((ingress) =>
      objectsAt(ingress, 'spec', 'tls').flatMap((each) => {
        const name = textAt(each, 'secretName');
        return name ? (certificateOf(clusterState.get('Secret', ingress.metadata.namespace, name)) ?? []) : [];
      }),
    )
    .find((pem) => covers(pem, serverName));

/** As crypto/tls.X509KeyPair does, it takes a certificate and the key that belongs to it, or nothing. */
const certificateOf = (secret: Unstructured | undefined): string | undefined => {
  const [pem = '', key = ''] = ['tls.crt', 'tls.key'].map((name) =>
    Buffer.from(textAt(secret, 'data', name) ?? '', 'base64').toString('utf8'),
  );
  return attempt(() => new X509Certificate(pem).checkPrivateKey(createPrivateKey(key))) ? pem : undefined;
};

const covers = (pem: string, serverName: string | undefined): boolean =>
  serverName !== undefined && attempt(() => new X509Certificate(pem).checkHost(serverName) !== undefined);

/** A Secret may hold anything: the controller ignores a certificate that it cannot read. */
const attempt = (check: () => boolean): boolean => {
  try {
    return check();
  } catch {
    return false;
  }
};
