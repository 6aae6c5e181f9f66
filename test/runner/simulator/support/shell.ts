import { createDns } from '../../../../runner/simulator/dns/coredns.ts';
import { resolvConfOf } from '../../../../runner/simulator/dns/resolv-conf.ts';
import { sourceOfPod } from '../../../../runner/simulator/network/hosts.ts';
import { createNetwork } from '../../../../runner/simulator/network/network.ts';
import type { ExecIo, ExecOutcome } from '../../../../runner/simulator/objects/containers.ts';
import type { Network } from '../../../../runner/simulator/objects/network.ts';
import type { Listener } from '../../../../runner/simulator/objects/sockets.ts';
import { createShell, type Shell } from '../../../../runner/simulator/shell/shell.ts';
import { busyboxTools, debianTools } from '../../../../runner/simulator/shell/toolsets.ts';
import { endpoint, named, type TestClusterState, testClusterState } from './cluster-state.ts';

/** A cluster with DNS, the Service kubia on three pods, and a client pod with a shell. */
export interface ShellSetting {
  clusterState: TestClusterState;
  network: Network;
  shell: Shell;
  listeners: Listener[];
  /** Runs words and waits; the clock moves on by itself meanwhile. */
  exec(command: readonly string[], stdin?: string): Promise<ExecText>;
  sh(script: string, ...args: string[]): Promise<ExecText>;
}

export interface ExecText {
  stdout: string;
  stderr: string;
  outcome: ExecOutcome;
  /** Milliseconds of the cluster's clock. */
  took: number;
}

export const io = (stdin = ''): ExecIo & { text: { stdout: string; stderr: string } } => {
  const text = { stdout: '', stderr: '' };
  return {
    text,
    stdin: (async function* () {
      if (stdin !== '') yield Buffer.from(stdin);
    })(),
    stdout: (chunk) => {
      text.stdout += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    },
    stderr: (chunk) => {
      text.stderr += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    },
    signal: new AbortController().signal,
    tty: false,
  };
};

/** Moves the clock as long as `work` goes on; nothing sleeps in real time. */
export const settled = async <Value>(
  clusterState: TestClusterState,
  work: Promise<Value>,
  isHeld: () => boolean = () => false,
): Promise<Value> => {
  let isDone = false;
  const ending = work.finally(() => {
    isDone = true;
  });
  // A hundred thousand steps are a day of the clock: what still goes on then, hangs.
  for (let step = 0; !isDone && step < 100_000; step++) {
    do await new Promise((resolve) => setImmediate(resolve));
    while (isHeld());
    if (!isDone) await clusterState.clock.advance(step < 1_000 ? 10 : 1_000);
  }
  if (!isDone) throw new Error('The command hangs.');
  return ending;
};

export const shellSetting = (
  options: {
    flavour?: 'debian' | 'busybox';
    proxyMode?: 'iptables' | 'nftables';
    namespace?: string;
    files?: Record<string, string>;
  } = {},
): ShellSetting => {
  const clusterState = testClusterState({ proxyMode: options.proxyMode ?? 'iptables' });
  const dns = createDns(clusterState);
  clusterState.pod('coredns', {
    ip: '10.244.0.2',
    node: 'control-plane',
    namespace: 'kube-system',
    listeners: [{ port: 53, protocol: 'UDP', address: '0.0.0.0', dns }],
  });
  clusterState.service(
    'kube-dns',
    { clusterIP: '10.96.0.10', ports: [{ name: 'dns', port: 53, protocol: 'UDP' }] },
    [endpoint('10.244.0.2')],
    {
      namespace: 'kube-system',
    },
  );
  const ips = ['10.244.1.4', '10.244.1.5', '10.244.1.6'];
  for (const [index, ip] of ips.entries())
    clusterState.pod(`kubia-${index}`, { ip, listeners: [named(`kubia-${index}`)] });
  clusterState.service(
    'kubia',
    { clusterIP: '10.96.10.10', ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
    ips.map((ip) => endpoint(ip)),
  );
  clusterState.service('empty', { clusterIP: '10.96.10.11', ports: [{ port: 80 }] });
  clusterState.service(
    'headless',
    { clusterIP: 'None', ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
    ips.slice(0, 1).map((ip) => endpoint(ip)),
  );
  clusterState.service('external', { type: 'ExternalName', externalName: 'someapi.somecompany.com' });
  clusterState.service('inside', { type: 'ExternalName', externalName: 'kubia.default.svc.cluster.local' });
  const client = clusterState.pod('client', { ip: '10.244.1.9', namespace: options.namespace ?? 'default', ports: [] });
  const listeners: Listener[] = [];
  clusterState.run(client, {
    name: 'main',
    image: 'test',
    listeners,
    exec: async () => ({ code: 0 }),
    stop: async () => {},
  });
  const network = createNetwork(clusterState);
  const shell = createShell({
    clusterState,
    network,
    source: () => sourceOfPod(client),
    hostname: 'client',
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', HOSTNAME: 'client', HOME: '/root', KUBIA_SERVICE_HOST: '10.96.10.10' },
    files: {
      '/etc/resolv.conf': resolvConfOf(clusterState, client),
      '/etc/hosts': '127.0.0.1\tlocalhost\n10.244.1.9\tclient.members.default.svc.cluster.local\tclient\n',
      '/etc/hostname': 'client\n',
      ...options.files,
    },
    libc: 'glibc',
    tools: options.flavour === 'busybox' ? busyboxTools : debianTools,
    listeners,
  });
  const exec = async (command: readonly string[], stdin = ''): Promise<ExecText> => {
    const streams = io(stdin);
    const started = clusterState.clock.now();
    const outcome = await settled(clusterState, shell.exec(command, streams));
    return { ...streams.text, outcome, took: clusterState.clock.now() - started };
  };
  return {
    clusterState,
    network,
    shell,
    listeners,
    exec,
    sh: (script, ...args) => exec(['sh', '-c', script, 'sh', ...args]),
  };
};
