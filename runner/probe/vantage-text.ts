import type { Vantage } from '../cluster/cluster.ts';

/** "pod kubia-7nog1", "node kind-worker", "a host outside the cluster": a vantage point in a sentence. */
export const describeVantage = (vantage: Vantage): string => {
  if (vantage.place === 'pod') return `pod ${vantage.pod}`;
  if (vantage.place === 'node') return `node ${vantage.node}`;
  return 'a host outside the cluster';
};
