import type Dockerode from 'dockerode';
import type { Clock } from '../../../core/clock.ts';
import type { Connection } from '../../connection.ts';
import { readContainerFile } from '../nodes/container-files.ts';

/** The credentials of the cluster's administrator that kubeadm wrote. */
export interface AdminConfig {
  /** The text of the kubeconfig; its server is the name of the control plane on the cluster's network. */
  text: string;
  /** Base64 of PEM. */
  authority: string;
  certificate: string;
  key: string;
}

/** The three fields of a kubeadm kubeconfig that are needed; undefined while the file is incomplete. */
export const parseAdminConfig = (text: string): AdminConfig | undefined => {
  const field = (name: string): string | undefined =>
    new RegExp(`^\\s*${name}: ([A-Za-z0-9+/=]+)$`, 'm').exec(text)?.[1];
  const authority = field('certificate-authority-data');
  const certificate = field('client-certificate-data');
  const key = field('client-key-data');
  return authority && certificate && key && text.endsWith('\n') ? { text, authority, certificate, key } : undefined;
};

/** Since 1.29 admin.conf gets its rights by an API call; super-admin.conf always has them. https://kubernetes.io/docs/reference/setup-tools/kubeadm/implementation-details/ */
const paths = ['/etc/kubernetes/super-admin.conf', '/etc/kubernetes/admin.conf'];

/** Waits until kubeadm has written the credentials, which it does before it starts anything. */
export const readAdminConfig = async (
  container: Dockerode.Container,
  superAdmin: boolean,
  clock: Clock,
  signal: AbortSignal,
): Promise<AdminConfig> => {
  const path = paths[superAdmin ? 0 : 1] ?? '';
  for (;;) {
    const config = parseAdminConfig((await readContainerFile(container, path)) ?? '');
    if (config) return config;
    await clock.sleep(50, signal);
  }
};

const decode = (base64: string): string => Buffer.from(base64, 'base64').toString('utf8');

export const connectionOf = (admin: AdminConfig, server: string): Connection => ({
  server,
  ca: decode(admin.authority),
  cert: decode(admin.certificate),
  key: decode(admin.key),
});

/** A kubeconfig that works on this machine. It is JSON, which is YAML that needs no quoting rules. */
export const kubeconfigText = (admin: AdminConfig, server: string, namespace?: string): string => {
  const name = 'plumbline';
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server, 'certificate-authority-data': admin.authority } }],
    users: [{ name, user: { 'client-certificate-data': admin.certificate, 'client-key-data': admin.key } }],
    contexts: [{ name, context: { cluster: name, user: name, ...(namespace !== undefined && { namespace }) } }],
    'current-context': name,
  };
  return `${JSON.stringify(config, undefined, 2)}\n`;
};
