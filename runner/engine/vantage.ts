import type { Cluster, KubernetesObject, Vantage } from '../cluster/cluster.ts';
import { Unmet, Unobservable } from '../steps/finding.ts';
import { isReadyPod, probePodName } from './probe-pod.ts';

export interface VantageOptions {
  cluster: Cluster;
  namespace: string;
  signal: AbortSignal;
  /** Resolves when the probe pod of the namespace is ready. */
  probe(): Promise<void>;
}

/** Resolves the text of `from:` to a place. Pods come and go, so nothing is cached. */
export const resolveVantage = async (from: string, options: VantageOptions): Promise<Vantage> => {
  const { cluster, namespace } = options;
  if (from === 'outside') return { place: 'outside' };
  if (from === 'probe') {
    await options.probe();
    return { place: 'pod', namespace, pod: probePodName };
  }
  const [place, name] = splitOnce(from, '/');
  if (place === 'node') return node(name, await cluster.nodes());
  if (place === 'pod') return name.includes('=') ? podByLabel(name, options) : podByName(name, options);
  throw new Unobservable(
    'spec-invalid',
    `from: ${from} is not a vantage point.`,
    'Use pod/NAME, pod/NAMESPACE/NAME, pod/LABEL=VALUE, node/NAME, outside or probe.',
  );
};

const splitOnce = (text: string, separator: string): [string, string] => {
  const index = text.indexOf(separator);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + separator.length)];
};

const node = (name: string, nodes: readonly { name: string }[]): Vantage => {
  if (nodes.some((each) => each.name === name)) return { place: 'node', node: name };
  throw new Unmet(
    'not-found',
    `There is no node ${name}.`,
    `The nodes are ${nodes.map((each) => each.name).join(', ')}.`,
  );
};

/** `NAME`, or `NAMESPACE/NAME` for a pod outside the scenario's own namespace. */
const podByName = async (text: string, options: VantageOptions): Promise<Vantage> => {
  const { cluster, signal } = options;
  const [namespace, name] = text.includes('/') ? splitOnce(text, '/') : [options.namespace, text];
  const pod = await cluster.api.get({ apiVersion: 'v1', kind: 'Pod', name, namespace }, signal);
  if (!pod) throw new Unmet('pods-gone', `The pod ${name}, the vantage point, does not exist.`);
  if (isRunning(pod)) return { place: 'pod', namespace, pod: name };
  throw new Unmet('pods-gone', `The pod ${name}, the vantage point, is not running.`);
};

const podByLabel = async (labelSelector: string, { cluster, namespace, signal }: VantageOptions): Promise<Vantage> => {
  const { items } = await cluster.api.list({ apiVersion: 'v1', kind: 'Pod', namespace, labelSelector }, signal);
  const running = items.filter(isRunning).sort(byName);
  const pod = running.find(isReadyPod) ?? running[0];
  if (pod) return { place: 'pod', namespace, pod: pod.metadata.name };
  throw new Unmet(
    'pods-gone',
    items.length > 0
      ? `None of the ${items.length} pods with the label ${labelSelector}, the vantage point, is running.`
      : `No pod has the label ${labelSelector} of the vantage point.`,
  );
};

const isRunning = (pod: KubernetesObject): boolean => {
  const status = pod['status'];
  return (
    !pod.metadata['deletionTimestamp'] &&
    typeof status === 'object' &&
    status !== null &&
    !Array.isArray(status) &&
    status['phase'] === 'Running'
  );
};

const byName = (a: KubernetesObject, b: KubernetesObject): number => (a.metadata.name < b.metadata.name ? -1 : 1);
