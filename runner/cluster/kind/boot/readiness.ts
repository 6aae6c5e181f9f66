import type { Client } from '../../client.ts';
import type { KubernetesObject } from '../../cluster.ts';
import { knownName } from '../addons/manifests/core-dns.ts';
import { execInContainer } from '../nodes/container-exec.ts';
import type { KindNode } from '../nodes/node.ts';
import { type AwaitOptions, awaitObjects, conditionOf } from './await-objects.ts';
import { createObject } from './create-objects.ts';
import { apiServiceAddress } from './kubeadm-config.ts';
import { EvidentError } from './phases.ts';

const bytesOfAnOutput = 16 * 1024;

/** Resolves when every node is Ready and pods can be created in the namespace default. */
export const awaitNodes = async (client: Client, names: readonly string[], options: AwaitOptions): Promise<void> => {
  let last: readonly KubernetesObject[] = [];
  const allReady = (nodes: readonly KubernetesObject[]): boolean => {
    last = nodes;
    return names.every((name) =>
      nodes.some((node) => node.metadata.name === name && conditionOf(node, 'Ready') === 'True'),
    );
  };
  const account = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    namespace: 'default',
    fieldSelector: 'metadata.name=default',
  };
  try {
    await awaitObjects(client, { apiVersion: 'v1', kind: 'Node' }, allReady, options);
    await awaitObjects(client, account, (found) => found.length > 0, options);
  } catch (error) {
    if (!options.signal.aborted) throw error;
    const evidence = names.map((name) => `${name}: ${describeNode(last.find((each) => each.metadata.name === name))}`);
    throw new EvidentError('Not all nodes are Ready.', evidence, { cause: error });
  }
};

/** Whether a node refuses new pods. A NoExecute taint from its start may stay for seconds, but pods tolerate it. */
const refusesPods = (node: KubernetesObject): boolean => {
  const taints = (node['spec'] as { taints?: { effect?: string }[] } | undefined)?.taints ?? [];
  return taints.some(({ effect }) => effect === 'NoSchedule');
};

/**
 * Resolves when pods can be scheduled to a node. If a pod is created before, the scheduler fails to place it, and tries
 * again only after 1, 2, 4 … seconds.
 */
export const awaitSchedulable = async (client: Client, { name }: KindNode, options: AwaitOptions): Promise<void> => {
  const query = { apiVersion: 'v1', kind: 'Node', fieldSelector: `metadata.name=${name}` };
  const holds = (nodes: readonly KubernetesObject[]): boolean =>
    nodes.some((node) => conditionOf(node, 'Ready') === 'True' && !refusesPods(node));
  await awaitObjects(client, query, holds, options);
};

const describeNode = (node: KubernetesObject | undefined): string => {
  if (!node) return 'has not registered';
  const conditions = (node['status'] as { conditions?: { type?: string; message?: string }[] } | undefined)?.conditions;
  const ready = conditions?.find(({ type }) => type === 'Ready');
  return `Ready is ${conditionOf(node, 'Ready') ?? 'not reported'}: ${ready?.message ?? ''}`;
};

/**
 * Waits on the node itself until kube-proxy reports that it has synchronised, and the Services of the API server and of DNS
 * answer. $0 is the address of DNS.
 */
const proxyScript = `
until curl -fsS -o /dev/null -m 1 http://127.0.0.1:10256/healthz &&
      curl -ksS -o /dev/null -m 1 https://${apiServiceAddress}/livez &&
      timeout 1 bash -c "</dev/tcp/$0/53"; do sleep 0.05; done`;

const runOnNodes = async (
  nodes: readonly KindNode[],
  command: readonly string[],
  signal: AbortSignal,
): Promise<void> => {
  await Promise.all(
    nodes.map(async ({ name, container }) => {
      const request = { command, signal, limit: bytesOfAnOutput };
      const { status, stderr } = await execInContainer(container, request).catch((error: unknown) => {
        if (!signal.aborted) throw error;
        throw new EvidentError(`Services do not answer from ${name}.`, [], { cause: error });
      });
      if (status !== 0)
        throw new EvidentError(`A check on ${name} ended with status ${status}.`, stderr.split('\n').slice(-5));
    }),
  );
};

export const awaitProxies = (nodes: readonly KindNode[], dnsAddress: string, signal: AbortSignal): Promise<void> =>
  runOnNodes(nodes, ['sh', '-c', proxyScript, dnsAddress], signal);

const checkName = 'plumbline-dns-check';
const checkNamespace = 'kube-system';

/** The pod has its node from the start, so that it does not wait for the scheduler. */
const checkPod = (node: string, image: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: checkName, namespace: checkNamespace },
  spec: {
    nodeName: node,
    restartPolicy: 'Never',
    terminationGracePeriodSeconds: 0,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    tolerations: [{ operator: 'Exists' }],
    containers: [{ name: 'check', image, imagePullPolicy: 'IfNotPresent', command: ['sleep', '3600'] }],
  },
});

/**
 * Sends a query every tenth of a second without waiting for the one before, because a lost query costs a whole second.
 * $0 is the name, $1 the right answer. Prints the address of the DNS server.
 */
const digScript = `
ask() { dig +short +time=1 +tries=1 "$0" | grep -qxF "$1" && : >/tmp/answered; }
i=0
until [ -e /tmp/answered ]; do
  i=$((i+1))
  [ $i -lt 300 ] || { dig +time=1 +tries=1 "$0"; exit 1; }
  ask "$1" >/dev/null 2>&1 &
  sleep 0.1
done
sed -n 's/^nameserver //p' /etc/resolv.conf`;

/**
 * Asks CoreDNS from a pod through its Service until the answer is right. Returns the address of that Service that the pod
 * has. Does not wait until the API server reports the pod as running, because that comes up to a second late.
 */
export const awaitDns = async (
  client: Client,
  { node, image, clock, signal }: AwaitOptions & { node: KindNode; image: string },
): Promise<string> => {
  const target = { namespace: checkNamespace, pod: checkName };
  let last = '';
  try {
    await createObject(client, checkPod(node.name, image), clock, signal);
    const command = ['sh', '-c', digScript, knownName, apiServiceAddress];
    for (;;) {
      try {
        const { status, stderr, stdout, failure } = await client.exec(target, {
          command,
          signal,
          limit: bytesOfAnOutput,
        });
        if (status === 0) {
          const pod = { apiVersion: 'v1', kind: 'Pod', name: checkName, namespace: checkNamespace };
          await client.delete(pod, { graceSeconds: 0, signal });
          return stdout.trim().split('\n')[0] ?? '';
        }
        last = failure ?? (stderr || stdout);
      } catch (error) {
        signal.throwIfAborted();
        last = error instanceof Error ? error.message : String(error);
      }
      await clock.sleep(80, signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new EvidentError(`${knownName} did not resolve from a pod.`, last.trim().split('\n').slice(-5), {
      cause: error,
    });
  }
};
