import type { IngressAccess } from '../../../cluster/cluster.ts';
import { type HttpRequest, hostText } from '../../../probe/http/request.ts';
import { Unobservable } from '../../finding.ts';
import type { StepContext } from '../../step.ts';

/** The address of the ingress controller. Throws `Unobservable` needs-unmet if there is none. */
export const ingressAccess = ({ cluster }: StepContext): IngressAccess => {
  if (cluster.ingress) return cluster.ingress;
  throw new Unobservable('needs-unmet', 'The cluster has no ingress controller.');
};

/**
 * A request to the controller. curl's --resolve has the effect of a DNS record for the host. A default port is left
 * out.
 */
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
