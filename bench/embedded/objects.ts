import type { KubernetesObject, ObjectQuery } from '../../runner/cluster/cluster.ts';

export const namespace = 'bench';

export const namespaceObject: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: namespace },
};

export const serviceObject = (name: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace },
  spec: { selector: { app: name }, ports: [{ port: 80, targetPort: 8080 }] },
});

export const deploymentObject = (name: string, replicas: number): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'main', image: 'luksa/kubia', ports: [{ containerPort: 8080 }] }] },
    },
  },
});

export const services: ObjectQuery = { apiVersion: 'v1', kind: 'Service', namespace };
export const endpointSlices: ObjectQuery = { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', namespace };

/** The number of parallel requests of a busy client. */
const atOnce = 8;

/** Calls `work` for each number below `count`, several at the same time. */
export const forEachOf = async (count: number, work: (index: number) => Promise<unknown>): Promise<void> => {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
};
