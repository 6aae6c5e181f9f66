import type { Vantage } from '../cluster/cluster.ts';
import { textAt } from '../core/json.ts';
import { Unobservable } from '../core/rejection.ts';
import type { ProbeContext } from './exec.ts';
import { hostText } from './http/request.ts';
import { readBackends } from './identity/backends.ts';

/**
 * A URL that answers from a place whatever the scenario does to its own objects: the API server. From a pod by name, which
 * proves DNS and kube-proxy; from a node by cluster IP; from outside by its own address.
 * Rejects with `Unobservable` control-failed when the cluster shows no such address.
 */
export const controlUrl = async (context: ProbeContext, vantage: Vantage): Promise<string> => {
  if (vantage.place === 'pod') return 'https://kubernetes.default.svc:443/version';
  const { service, ready } = await readBackends(context, { service: 'kubernetes', namespace: 'default' });
  const address = ready[0]?.address;
  const port = ready[0]?.ports[0];
  const clusterIP = textAt(service, 'spec', 'clusterIP');
  if (vantage.place === 'node' && clusterIP) return `https://${hostText(clusterIP)}:443/version`;
  if (vantage.place === 'outside' && address !== undefined && port !== undefined)
    return `https://${hostText(address)}:${port}/version`;
  throw new Unobservable(
    'control-failed',
    'The cluster shows no address of its API server that could serve as a control.',
    'Name a URL with control: that is reachable from there.',
  );
};
