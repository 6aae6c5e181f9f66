import { numberAt, objectsAt, textAt, textsAt } from '../../core/json.ts';
import { conditionsOf, slicesOf } from '../network/endpoints.ts';
import type { ClusterState } from '../objects/cluster-state.ts';
import type { Backend } from './routes.ts';

export interface Server {
  ip: string;
  port: number;
}

/**
 * The pods behind a backend, straight from its EndpointSlices: controllers go past kube-proxy, and with it past the
 * Service's session affinity. Undefined: there is no such Service or port.
 */
export const serversOf = (clusterState: ClusterState, backend: Backend): Server[] | undefined => {
  const service = clusterState.get('Service', backend.namespace, backend.service);
  if (!service || textAt(service, 'spec', 'type') === 'ExternalName') return undefined;
  const port = objectsAt(service, 'spec', 'ports').find((each) =>
    typeof backend.port === 'number' ? numberAt(each, 'port') === backend.port : textAt(each, 'name') === backend.port,
  );
  if (!port) return undefined;
  const name = textAt(port, 'name') ?? '';
  const servers = slicesOf(clusterState, backend.namespace, backend.service).flatMap((slice) => {
    const number = numberAt(
      objectsAt(slice, 'ports').find((each) => (textAt(each, 'name') ?? '') === name),
      'port',
    );
    if (number === undefined) return [];
    return objectsAt(slice, 'endpoints')
      .filter((each) => conditionsOf(each).serving && !conditionsOf(each).terminating)
      .flatMap((each) => textsAt(each, 'addresses').slice(0, 1))
      .map((ip) => ({ ip, port: number }));
  });
  return servers.sort((a, b) => (a.ip < b.ip ? -1 : 1));
};
