import type { KubernetesObject } from '../../cluster/cluster.ts';
import { objectsAt, textAt } from '../../core/json.ts';
import { Unmet, Unobservable } from '../../core/rejection.ts';
import type { ProbeContext } from '../exec.ts';
import { readService } from '../identity/backends.ts';
import { pingAddress } from '../ping/ping-address.ts';
import { proxied } from '../target.ts';
import type { Protocol } from './socket.ts';

export interface SocketTargetSpec {
  to?: string;
  service?: string;
  port?: number | string;
  protocol: Protocol;
}

export interface SocketTarget {
  host: string;
  port: number;
  /** The Service that was named. */
  behind?: { service: string; namespace: string };
}

/**
 * Where a socket leads: a Service's cluster IP with one of its ports of that protocol, or a host. Rejects with `Unmet` for a
 * missing Service, port or pod, and with `Unobservable` spec-invalid for a host without a number of a port.
 */
export const resolveSocket = async (context: ProbeContext, spec: SocketTargetSpec): Promise<SocketTarget> => {
  if (spec.service !== undefined) {
    const service = proxied(await readService(context, spec.service, context.namespace));
    const behind = { service: spec.service, namespace: context.namespace };
    return { host: textAt(service, 'spec', 'clusterIP') ?? '', port: portOfService(service, spec), behind };
  }
  if (spec.to === undefined || typeof spec.port !== 'number')
    throw new Unobservable('spec-invalid', 'The step names neither a service nor a host with the number of a port.');
  return { host: await pingAddress(context, spec.to), port: spec.port };
};

/** A Service may have the same number for TCP and for UDP. A port without a protocol is TCP's. */
const portOfService = (service: KubernetesObject, { port, protocol }: SocketTargetSpec): number => {
  const ports = objectsAt(service, 'spec', 'ports');
  const found = ports
    .filter((each) => (textAt(each, 'protocol') || 'TCP') === protocol)
    .find((each) => port === undefined || each['port'] === port || each['name'] === port);
  if (typeof found?.['port'] === 'number') return found['port'];
  const known = ports.map((each) =>
    [each['port'], textAt(each, 'protocol') || 'TCP', each['name']].filter(Boolean).join(' '),
  );
  throw new Unmet(
    'not-found',
    `Service ${service.metadata.name} has no ${protocol} port${port === undefined ? '' : ` ${port}`}; it has ${known.join(', ') || 'none'}.`,
  );
};
