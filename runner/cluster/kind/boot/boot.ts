import type { Clock } from '../../../core/clock.ts';
import { type Client, createClient } from '../../client.ts';
import type { StartOptions } from '../../cluster.ts';
import { nodeNames, prefixOf } from '../../node-names.ts';
import { createAddons, createCoreDns } from '../addons/addons.ts';
import type { Engine } from '../engine/engine.ts';
import { hasImage, pullImage } from '../images/engine-images.ts';
import { readImageContents } from '../images/image-contents.ts';
import { loadImages } from '../images/node-images.ts';
import { createNetwork } from '../nodes/network.ts';
import type { KindNode } from '../nodes/node.ts';
import { withTails } from '../nodes/node-tails.ts';
import { type AdminConfig, connectionOf, readAdminConfig } from './admin-config.ts';
import { awaitApiServer, serverOf } from './api-server.ts';
import { admitWorkers, runInit, runJoin } from './control-plane.ts';
import { initConfiguration, type KubeadmOptions, minorOf } from './kubeadm-config.ts';
import type { Phases } from './phases.ts';
import { awaitDns, awaitNodes, awaitProxies, awaitSchedulable } from './readiness.ts';
import { startNodes } from './start-nodes.ts';

export interface BootInput {
  engine: Engine;
  options: StartOptions;
  image: string;
  probeImage: string;
  labels: Record<string, string>;
  /** The label by which testcontainers' reaper finds the objects to remove; undefined if it must not remove any. */
  session: Record<string, string> | undefined;
  clock: Clock;
  phases: Phases;
  /** Work that must settle before anything is removed. */
  starts: Promise<unknown>[];
}

/** The parts of the cluster when its boot has ended. */
export interface Booted {
  network: string;
  nodes: readonly KindNode[];
  version: string;
  admin: AdminConfig;
  /** The URL of the API server for this machine. */
  server: string;
  client: Client;
}

/** Starts the containers of the nodes, in which systemd starts before Kubernetes does. */
const startContainers = async (input: BootInput, names: readonly string[], network: string) => {
  const { engine, image, clock, phases, session } = input;
  if (!(await hasImage(engine, image))) await phases.run('pull', () => pullImage(engine, image));
  const labels = { ...input.labels, ...session };
  await phases.run('network', () => {
    const created = createNetwork(engine.docker, network, labels);
    input.starts.push(created);
    return created;
  });
  const starting = startNodes({
    engine,
    image,
    names,
    network,
    labels: input.labels,
    reap: session !== undefined,
    clock,
    signal: phases.signal,
  });
  input.starts.push(...starting.map(({ up }) => up));
  return starting;
};

/**
 * Starts one control plane and the workers. Work that can overlap does: nodes start together, add-ons are created as soon
 * as the API server answers, workers join while kubeadm finishes, and images are copied meanwhile.
 */
export const boot = async (input: BootInput): Promise<Booted> => {
  const { engine, options, clock, phases, probeImage } = input;
  const names = nodeNames(options.runId, options.workers);
  const network = prefixOf(options.runId);
  const probePull = pullImage(engine, probeImage);
  probePull.catch(() => undefined);

  const starting = await startContainers(input, names, network);
  const { nodes, first, server } = await phases.run('containers', async () => {
    const running = await Promise.all(starting.map((each) => each.running));
    const [first] = running;
    if (!first) throw new Error('A cluster has at least one node.');
    return { nodes: running, first, server: serverOf(engine, first) };
  });
  const up = phases.run('systemd', () => Promise.all(starting.map((each) => each.up)));
  const contents = await phases.run('contents', () => readImageContents(first));
  // The control plane need not wait for the workers; if its start fails, the phase rejects with the cause.
  await starting[0]?.up.catch(() => up);

  const { version } = contents;
  const configurationFor = ({ name: node, address }: KindNode): KubeadmOptions => ({
    version,
    controlPlane: first.name,
    node,
    address,
    certificateNames: [engine.host],
    proxyMode: options.proxyMode,
  });
  const init = phases.run('kubeadm-init', (signal) =>
    runInit(first, initConfiguration(configurationFor(first)), signal),
  );
  const images = up.then(() =>
    phases.run('images', async (signal) => {
      const lacking = await loadImages(engine, [probeImage, ...options.images], nodes, signal);
      if (!lacking.includes(probeImage)) return;
      await probePull;
      await loadImages(engine, [probeImage], nodes, signal);
    }),
  );
  const workers = nodes.slice(1);
  const admissions = workers.length === 0 ? undefined : admitWorkers(first, workers, phases.signal);
  admissions?.catch(() => undefined);
  // Awaited later; the phase reports its failure.
  images.catch(() => undefined);
  const { admin, client } = await phases.run('api', async (signal) => {
    const admin = await readAdminConfig(first.container, minorOf(version) >= 29, clock, signal);
    const client = createClient(connectionOf(admin, server), { clock });
    await awaitApiServer(client, clock, signal);
    return { admin, client };
  });

  const addons = phases.run('cni', (signal) =>
    createAddons(client, { controlPlane: first, image: contents, clock, signal }),
  );
  const join =
    admissions &&
    phases.run('join', async (signal) => {
      const [admitted] = await Promise.all([admissions, up]);
      await Promise.all(admitted.map((each) => runJoin(each, signal)));
    });
  const dns = phases.run('dns', async (signal) => {
    await awaitSchedulable(client, first, { clock, signal });
    await createCoreDns(client, { controlPlane: first, clock, signal });
    await images;
    return withTails(first, awaitDns(client, { node: first, image: probeImage, clock, signal }));
  });
  const ready = phases.run('nodes-ready', (signal) => withTails(first, awaitNodes(client, names, { clock, signal })));
  const [dnsAddress] = await Promise.all([dns, ready, init, addons, join]);
  await phases.run('proxy', (signal) => withTails(first, awaitProxies(nodes, dnsAddress, signal)));
  return { network, nodes, version, admin, server, client };
};
