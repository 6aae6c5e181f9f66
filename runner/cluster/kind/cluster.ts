import { systemClock } from '../../core/clock.ts';
import type { BootPhase, Fingerprint } from '../../core/result.ts';
import type { Cluster, StartOptions } from '../cluster.ts';
import { kubeconfigText } from './admin-config.ts';
import type { Booted } from './boot.ts';
import { execInContainer } from './container-exec.ts';
import type { Engine } from './engine.ts';
import { removeRun } from './removal.ts';

export interface ClusterInput {
  engine: Engine;
  options: StartOptions;
  image: string;
  probeImage: string;
  booted: Booted;
  boot: readonly BootPhase[];
}

/** The cluster that a boot has made, as steps see it. */
export const makeCluster = (input: ClusterInput): Cluster => {
  const { engine, options, booted } = input;
  const { nodes, client, version, admin, server } = booted;
  const fingerprint: Fingerprint = {
    provider: 'kind',
    kubernetesVersion: version,
    proxyMode: options.proxyMode,
    isolation: 'containers',
    nodes: nodes.length,
    image: input.image,
  };
  return {
    fingerprint,
    boot: input.boot,
    api: client,
    async exec(vantage, request) {
      if (vantage.place === 'pod') return client.exec(vantage, request);
      if (vantage.place === 'outside') throw new Error('not yet');
      const node = nodes.find(({ name }) => name === vantage.node);
      if (!node)
        throw new Error(`There is no node ${vantage.node}; the nodes are ${nodes.map(({ name }) => name).join(', ')}.`);
      return execInContainer(node.container, request);
    },
    nodes: async () => nodes.map(({ name, address, controlPlane }) => ({ name, internalIP: address, controlPlane })),
    provide: async () => [],
    ingress: undefined,
    externalHosts: [],
    probeImage: input.probeImage,
    kubeconfig: (namespace) => kubeconfigText(admin, server, namespace),
    async close() {
      await client.close();
      if (!options.keep) await removeRun(engine.docker, options.runId);
    },
  };
};

export const clock = systemClock;
