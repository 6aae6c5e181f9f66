import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../runner/core/json.ts';
import type { DescribedImage } from '../../../../runner/core/simulated-image.ts';
import { findImage, imagesIn } from '../../../../runner/simulator/controllers/kubelet/images.ts';
import { createDns } from '../../../../runner/simulator/dns/coredns.ts';
import { resolvConfOf } from '../../../../runner/simulator/dns/resolv-conf.ts';
import { createImages } from '../../../../runner/simulator/images/index.ts';
import { createNetwork } from '../../../../runner/simulator/network/network.ts';
import type { RunningContainer } from '../../../../runner/simulator/objects/containers.ts';
import { endpoint, type TestClusterState, testClusterState } from './cluster-state.ts';
import { io, settled } from './shell.ts';

/** A cluster with DNS that runs images as the kubelet does. */
export const cluster = (described: readonly DescribedImage[] = []) => {
  const clusterState = testClusterState();
  const parts = { clusterState, network: createNetwork(clusterState), dns: createDns(clusterState) };
  const images = createImages(parts, described);
  const start = (name: string, ip: string, container: JsonObject, namespace = 'default') => {
    const image = findImage(imagesIn(namespace, images), String(container['image']));
    assert.ok(image, `no image ${container['image']}`);
    const pod = clusterState.pod(name, {
      ip,
      namespace,
      ports: [],
      spec: { containers: [{ name: 'main', ...container }] },
    });
    const logs: string[] = [];
    const exits: number[] = [];
    const running = image.start({
      pod,
      container: { name: 'main', ...container },
      hostname: name,
      ip,
      env: {},
      files: {
        '/etc/resolv.conf': resolvConfOf(clusterState, pod),
        '/etc/hosts': `127.0.0.1\tlocalhost\n${ip}\t${name}\n`,
      },
      clusterState,
      log: (line) => logs.push(line),
      exited: (code) => exits.push(code),
    });
    clusterState.run(pod, running);
    return { pod, running, logs, exits };
  };
  start('coredns', '10.244.0.2', { image: 'registry.k8s.io/coredns/coredns:v1.12.1' }, 'kube-system');
  clusterState.service(
    'kube-dns',
    { clusterIP: '10.96.0.10', ports: [{ name: 'dns', port: 53, protocol: 'UDP' }] },
    [endpoint('10.244.0.2', 'control-plane')],
    {
      namespace: 'kube-system',
    },
  );
  const client = start('client', '10.244.1.9', { image: 'luksa/kubia' });
  const exec = async (container: RunningContainer, command: readonly string[]) => {
    const streams = io();
    const outcome = await settled(clusterState, container.exec(command, streams));
    return { ...streams.text, outcome };
  };
  const curl = async (...args: string[]) => (await exec(client.running, ['curl', '-s', ...args])).stdout;
  return { clusterState, network: parts.network, images, start, exec, curl, client };
};

/** Lets work in the background go on for a number of milliseconds. */
export const pass = async (clusterState: TestClusterState, milliseconds: number): Promise<void> => {
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
  for (let step = 0; step < 20; step++) await clusterState.clock.advance(milliseconds / 20);
};

/** The pod of an image answers a URL, again and again: a server that serves one connection only would not. */
export const answers = async (image: string, container: object, url: string, expected: string): Promise<void> => {
  const setting = cluster();
  setting.start('pod', '10.244.1.20', { image, ...container } as JsonObject);
  await pass(setting.clusterState, 100);
  for (let time = 0; time < 2; time++) {
    assert.equal(await setting.curl(url), expected);
    await pass(setting.clusterState, 100);
  }
};
