import type Dockerode from 'dockerode';
import type { Clock } from '../../core/clock.ts';
import { type Client, createClient } from '../client.ts';
import type { StartOptions } from '../cluster.ts';
import { type AdminConfig, connectionOf, readAdminConfig } from './admin-config.ts';
import { awaitObjects } from './await-objects.ts';
import { readContainerFile } from './container-files.ts';
import { coreDnsManifestPath, kubeProxyManifestPath, runInit, runJoin } from './control-plane.ts';
import { createObjects } from './create-objects.ts';
import { type Engine, isLocalhost } from './engine.ts';
import { initConfiguration, joinConfiguration, type KubeadmOptions, minorOf } from './kubeadm-config.ts';
import { labels } from './labels.ts';
import { readCoreDnsManifest } from './manifests/core-dns.ts';
import { readManifest } from './manifests/documents.ts';
import { cniManifestPath, readCniManifest, readStorageManifest, storageManifestPath } from './manifests/node-image.ts';
import { createNetwork } from './network.ts';
import type { KindNode } from './node.ts';
import { startNodeContainer } from './node-container.ts';
import { nodeNames, prefixOf } from './node-names.ts';
import { type Phases, phaseLimits } from './phases.ts';
import { awaitDns, awaitNodes, awaitProxies } from './readiness.ts';
import { systemdWaitStrategy } from './systemd-wait.ts';

export interface BootInput {
  engine: Engine;
  options: StartOptions;
  image: string;
  probeImage: string;
  labels: Record<string, string>;
  /** Whether testcontainers' reaper works here. */
  reap: boolean;
  clock: Clock;
  phases: Phases;
  /** Told of what must have settled before anything is removed. */
  onStarts: (starts: readonly Promise<unknown>[]) => void;
}

/** What stands when a boot has ended. */
export interface Booted {
  network: string;
  nodes: readonly KindNode[];
  version: string;
  admin: AdminConfig;
  /** The API server's address as this machine reaches it. */
  server: string;
  client: Client;
}

/** A node container on its way. `running` comes first, `up` when its systemd is. */
interface Start {
  running: Promise<KindNode & { details: Dockerode.ContainerInspectInfo }>;
  up: Promise<KindNode>;
}

const startNode = (input: BootInput, network: string, name: string, controlPlane: boolean): Start => {
  const { engine, options, image, clock, phases } = input;
  const running = Promise.withResolvers<KindNode & { details: Dockerode.ContainerInspectInfo }>();
  const started = startNodeContainer(engine, {
    image,
    name,
    network,
    labels: { ...input.labels, [labels.role]: controlPlane ? 'control-plane' : 'worker' },
    publishApi: controlPlane,
    reap: !options.keep && input.reap,
    waitStrategy: systemdWaitStrategy(clock, phases.signal, phaseLimits.systemd),
    async onStarting(container, details) {
      const address = details.NetworkSettings.Networks[network]?.IPAddress ?? '';
      running.resolve({ name, address, controlPlane, container, details });
    },
  });
  started.catch((error: unknown) => running.reject(error));
  const up = started.then(() => running.promise);
  running.promise.catch(() => undefined);
  up.catch(() => undefined);
  return { running: running.promise, up };
};

/** What the image says of itself, read while systemd starts. */
const readImage = async ({ container, name }: KindNode) => {
  const [version, cni, storage] = await Promise.all(
    ['/kind/version', cniManifestPath, storageManifestPath].map((path) => readContainerFile(container, path)),
  );
  if (!version || !cni)
    throw new Error(`The image of ${name} has no /kind/version or no ${cniManifestPath}: it is no kindest/node.`);
  return { version: version.trim(), cni, storage };
};

const serverOf = (host: string, details: Dockerode.ContainerInspectInfo): string => {
  const port = details.NetworkSettings.Ports['6443/tcp']?.[0]?.HostPort;
  if (!port) throw new Error('The engine published no port for the API server.');
  const name = isLocalhost(host) ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `https://${name}:${port}`;
};

/** Resolves when the API server says that it lives. */
const awaitApi = async (client: Client, clock: Clock, signal: AbortSignal): Promise<void> => {
  for (;;) {
    const answer = await client.raw('/livez', signal).catch(() => undefined);
    signal.throwIfAborted();
    if (answer?.status === 200) return;
    await clock.sleep(30, signal);
  }
};

const createAddons = async (
  client: Client,
  node: KindNode,
  image: { cni: string; storage: string | undefined },
  clock: Clock,
  signal: AbortSignal,
): Promise<void> => {
  const [proxy, dns] = await Promise.all(
    [kubeProxyManifestPath, coreDnsManifestPath].map((path) => readContainerFile(node.container, path)),
  );
  const create = (objects: ReturnType<typeof readManifest>): Promise<void> =>
    createObjects(client, objects, clock, signal);
  await Promise.all([
    create(readCniManifest(image.cni, node.name)),
    proxy !== undefined && create(readManifest(proxy, 'kubeadm init phase addon kube-proxy')),
    dns !== undefined && create(readCoreDnsManifest(dns)),
    image.storage !== undefined && create(readStorageManifest(image.storage)),
  ]);
};

/**
 * Brings up one control plane and the workers. What need not wait for another does not: nodes start together, the
 * add-ons are created as soon as the API server answers, workers join while kubeadm still finishes.
 */
export const boot = async (input: BootInput): Promise<Booted> => {
  const { engine, options, clock, phases, probeImage } = input;
  const network = prefixOf(options.runId);
  await phases.run('network', (signal) => createNetwork(engine.docker, network, input.labels, signal));
  const names = nodeNames(options.runId, options.workers);
  const starts = names.map((name, index) => startNode(input, network, name, index === 0));
  input.onStarts(starts.map(({ up }) => up));

  const running = await phases.run('containers', () => Promise.all(starts.map((each) => each.running)));
  const [first] = running;
  if (!first) throw new Error('A cluster has at least one node.');
  const server = serverOf(engine.host, first.details);
  const image = readImage(first);
  image.catch(() => undefined);
  const up = phases.run('systemd', () => Promise.all(starts.map((each) => each.up)));
  up.catch(() => undefined);
  await Promise.race([starts[0]?.up, up]);
  const { version, ...manifests } = await image;

  const configurationFor = ({ name, address }: KindNode): KubeadmOptions => ({
    version,
    controlPlane: first.name,
    node: name,
    address,
    certificateNames: [engine.host],
    proxyMode: options.proxyMode,
  });
  const superAdmin = minorOf(version) >= 29;
  const init = phases.run('kubeadm-init', (signal) =>
    runInit(first, initConfiguration(configurationFor(first)), signal),
  );
  init.catch(() => undefined);
  const admin = await Promise.race([
    readAdminConfig(first.container, superAdmin, clock, phases.signal),
    init.then(() => readAdminConfig(first.container, superAdmin, clock, phases.signal)),
  ]);
  const client = createClient(connectionOf(admin, server), { clock });
  await awaitApi(client, clock, phases.signal);

  const cni = phases.run('cni', (signal) => createAddons(client, first, manifests, clock, signal));
  const workers = running.slice(1);
  const join =
    workers.length === 0
      ? undefined
      : phases.run('join', async (signal) => {
          await up;
          const kubeletConfig = {
            apiVersion: 'v1',
            kind: 'ConfigMap',
            namespace: 'kube-system',
            fieldSelector: 'metadata.name=kubelet-config',
          };
          await awaitObjects(client, kubeletConfig, (found) => found.length > 0, clock, signal);
          await Promise.all(
            workers.map((worker) => runJoin(worker, admin.text, joinConfiguration(configurationFor(worker)), signal)),
          );
        });
  const ready = phases
    .run('nodes-ready', (signal) => awaitNodes(client, names, clock, signal))
    .then(() =>
      Promise.all([
        phases.run('proxy', (signal) => awaitProxies(running, signal)),
        phases.run('dns', (signal) => awaitDns(client, running, probeImage, clock, signal)),
      ]),
    );
  await Promise.all([init, cni, join, ready]);
  return { network, nodes: running, version, admin, server, client };
};
