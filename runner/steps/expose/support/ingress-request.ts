import type { IngressAccess } from '../../../cluster/cluster.ts';
import { type HttpRequest, hostText } from '../../../probe/http/request.ts';
import { Unobservable } from '../../finding.ts';
import type { StepContext } from '../../step.ts';

/** Where the ingress controller answers. Throws `Unobservable` needs-unmet when there is none. */
export const ingressAccess = ({ cluster }: StepContext): IngressAccess => {
  if (cluster.ingress) return cluster.ingress;
  throw new Unobservable('needs-unmet', 'The cluster has no ingress controller.');
};

/** With --resolve a name leads to the controller as a DNS record would; the port shows only when it is unusual. */
export const ingressRequest = (
  { host, path, tls }: { host?: string; path: string; tls: boolean },
  { address, httpPort, httpsPort }: IngressAccess,
): HttpRequest => {
  const port = tls ? httpsPort : httpPort;
  const usual = port === (tls ? 443 : 80);
  const authority = `${host ?? hostText(address)}${usual ? '' : `:${port}`}`;
  return {
    url: `${tls ? 'https' : 'http'}://${authority}${path}`,
    ...(host !== undefined && { resolve: { [host]: address } }),
  };
};
