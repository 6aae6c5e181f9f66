import { badRequest, notFound, serviceUnavailable } from '../../status.ts';
import type { ProxyCall, ResourceLocation } from '../api-kind.ts';
import { splitProxyId } from '../support/proxy-id.ts';

/** The name of the port that a request asks for by number or name. */
const portNameOf = ({ resource, store, namespace }: ProxyCall, name: string, port: string): string => {
  if (!/^[+-]?\d+$/.test(port)) return port;
  const service = store.get('Service', namespace, name);
  if (!service) throw notFound(resource, name);
  const found = service.spec.ports?.find((each) => each.port === Number(port));
  if (!found) throw serviceUnavailable(`no service port ${Number(port)} found for service ${JSON.stringify(name)}`);
  return found.name ?? '';
};

/** One of a Service's ready pods; which one is drawn for each request, so this does balance. */
export const locateService = (id: string, call: ProxyCall): ResourceLocation => {
  const { resource, store, random, namespace } = call;
  const asked = splitProxyId(id);
  if (!asked) throw badRequest(`invalid service request ${JSON.stringify(id)}`);
  const { secure, name } = asked;
  const portName = portNameOf(call, name, asked.port);
  const endpoints = store.get('Endpoints', namespace, name);
  if (!endpoints) throw notFound(resource, name);
  const { subsets = [] } = endpoints;
  if (subsets.length === 0) throw serviceUnavailable(`no endpoints available for service ${JSON.stringify(name)}`);
  const found = subsets.flatMap(({ addresses = [], ports = [] }) => {
    const port = ports.find((each) => (each.name ?? '') === portName)?.port;
    const pods = addresses.filter(
      ({ targetRef: pod }) => pod?.kind === 'Pod' && store.get('Pod', pod.namespace, pod.name),
    );
    return port === undefined ? [] : pods.map(({ ip }): ResourceLocation => ({ secure, ip, port }));
  });
  const chosen = found[Math.floor(random() * found.length)];
  if (!chosen) throw serviceUnavailable(`no endpoints available for service ${JSON.stringify(id)}`);
  return chosen;
};
