import type { Clock } from '../../core/clock.ts';
import type { BootPhase, Fingerprint } from '../../core/result.ts';
import type { Cluster, StartOptions } from '../cluster.ts';
import { defaultExternalHostImage } from '../default-images.ts';
import { about } from './about.ts';
import { kubeconfigText } from './boot/admin-config.ts';
import type { Booted } from './boot/boot.ts';
import type { Engine } from './engine/engine.ts';
import { removeRun } from './engine/removal.ts';
import { execInContainer } from './nodes/container-exec.ts';
import { makeOutside } from './nodes/outside.ts';
import { makeProvisions } from './provide.ts';

export interface ClusterInput {
  engine: Engine;
  options: StartOptions;
  image: string;
  probeImage: string;
  labels: Record<string, string>;
  /** Whether testcontainers' reaper may remove the containers. */
  reap: boolean;
  booted: Booted;
  boot: readonly BootPhase[];
  clock: Clock;
}

/** The contract of a cluster for the containers that a boot has started. */
export const makeCluster = (input: ClusterInput): Cluster => {
  const { engine, options, image, probeImage, booted, labels, reap } = input;
  const { nodes, client, version, admin, server, network } = booted;
  const closing = new AbortController();
  const common = { engine, runId: options.runId, network, labels, reap };
  const outside = makeOutside({ ...common, image: probeImage });
  const provisions = makeProvisions({
    ...common,
    client,
    nodes,
    version,
    proxyMode: options.proxyMode,
    externalHostImage: options.externalHostImage ?? defaultExternalHostImage,
    clock: input.clock,
    signal: closing.signal,
  });
  const fingerprint: Fingerprint = {
    provider: about.name,
    kubernetesVersion: version,
    proxyMode: options.proxyMode,
    isolation: 'containers',
    nodes: nodes.length,
    image,
  };
  return {
    fingerprint,
    boot: input.boot,
    api: client,
    async exec(vantage, request) {
      if (vantage.place === 'pod') return client.exec(vantage, request);
      if (vantage.place === 'outside') return outside.exec(request);
      const node = nodes.find(({ name }) => name === vantage.node);
      if (node) return execInContainer(node.container, request);
      throw new Error(`There is no node ${vantage.node}. The nodes are ${nodes.map(({ name }) => name).join(', ')}.`);
    },
    nodes: async () => nodes.map(({ name, address, controlPlane }) => ({ name, internalIP: address, controlPlane })),
    provide: (needs, signal) => provisions.provide(needs, signal),
    get ingress() {
      return provisions.ingress;
    },
    get externalHosts() {
      return provisions.externalHosts;
    },
    probeImage,
    kubeconfig: (namespace) => kubeconfigText(admin, server, namespace),
    async close() {
      closing.abort(new Error('The cluster is closing.'));
      await client.close().catch(() => undefined);
      if (!options.keep) await removeRun(engine.docker, options.runId);
    },
  };
};
