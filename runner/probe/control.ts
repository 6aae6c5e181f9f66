import type { Vantage } from '../cluster/cluster.ts';
import { textAt } from '../core/json.ts';
import { Unobservable } from '../core/rejection.ts';
import type { ProbeContext } from './exec.ts';
import { hostText } from './http/request.ts';
import { readBackends } from './identity/backends.ts';

/**
 * The URL of the API server, which answers whatever the scenario does to its own objects. From a pod it has the
 * server's DNS name, which also proves that DNS and kube-proxy work; from a node its cluster IP; from outside its own
 * address. Rejects with `Unobservable` control-failed if the cluster has no such address.
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
    'The cluster has no address of its API server for the control request.',
    'Give a URL that is reachable from there as control.',
  );
};
