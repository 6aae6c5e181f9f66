import { textAt } from '../../core/json.ts';
import { Unobservable } from '../../core/rejection.ts';
import type { ProbeContext } from '../exec.ts';
import { readService } from '../identity/backends.ts';
import { pingAddress } from '../ping/ping-address.ts';
import { servicePort } from '../service-port.ts';
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
  /** The Service, if the step names one. */
  behind?: { service: string; namespace: string };
}

/**
 * The address and port for a socket: a Service's cluster IP and one of its ports with that protocol, or a host. Rejects
 * with `Unmet` for a missing Service, port or pod, and with `Unobservable` spec-invalid for a host without a port
 * number.
 */
export const resolveSocket = async (context: ProbeContext, spec: SocketTargetSpec): Promise<SocketTarget> => {
  if (spec.service !== undefined) {
    const service = proxied(await readService(context, spec.service, context.namespace));
    const behind = { service: spec.service, namespace: context.namespace };
    return {
      host: textAt(service, 'spec', 'clusterIP') ?? '',
      port: Number(servicePort(service, spec)['port']),
      behind,
    };
  }
  if (spec.to === undefined || typeof spec.port !== 'number')
    throw new Unobservable('spec-invalid', 'The step has neither service nor a host with a port number.');
  return { host: await pingAddress(context, spec.to), port: spec.port };
};
