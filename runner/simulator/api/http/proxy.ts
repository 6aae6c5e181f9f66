import type { Random } from '../../../core/random.ts';
import type { HttpRequest, HttpResponse } from '../../world.ts';
import type { Pod } from '../objects.ts';
import type { Registry } from '../registry.ts';
import { resourceOf } from '../resources.ts';
import { badRequest, notFound, serviceUnavailable } from '../status.ts';
import type { Store } from '../store.ts';
import type { Answer } from './answer.ts';
import type { Target } from './request.ts';

/** One request from the API server to an address of the cluster, or why it has no answer. */
export type Reach = (ip: string, port: number, request: HttpRequest) => Promise<HttpResponse | { fault: string }>;

export interface ProxyParts {
  store: Store;
  registry: Registry;
  reach: Reach;
  random: Random;
}

/** `name`, `name:port` or `scheme:name:port`. */
const split = (id: string): { name: string; port: string } | undefined => {
  const parts = id.split(':');
  if (parts.length > 3 || parts.includes('') || (parts.length === 3 && !/^https?$/.test(parts[0] ?? '')))
    return undefined;
  const [name = '', port = ''] = parts.length === 3 ? parts.slice(1) : parts;
  return { name, port };
};

interface Address {
  ip: string;
  port: number;
}

/** A random ready endpoint that is a pod: pkg/registry/core/service/storage, ResourceLocation. */
const ofService = ({ store, random }: ProxyParts, namespace: string, id: string): Address => {
  const asked = split(id);
  if (!asked) throw badRequest(`invalid service request "${id}"`);
  const { name, port } = asked;
  const service = store.get('Service', namespace, name);
  const resource = resourceOf('Service');
  if (!service && resource) throw notFound(resource, name);
  const byNumber = /^\d+$/.test(port) ? service?.spec.ports?.find((each) => each.port === Number(port)) : undefined;
  if (/^\d+$/.test(port) && !byNumber)
    throw serviceUnavailable(`no service port ${Number(port)} found for service "${name}"`);
  const portName = byNumber ? (byNumber.name ?? '') : port;
  const subsets = store.get('Endpoints', namespace, name)?.subsets ?? [];
  if (subsets.length === 0) throw serviceUnavailable(`no endpoints available for service "${name}"`);
  const addresses = subsets.flatMap(({ addresses: list = [], ports = [] }) =>
    ports
      .filter((each) => (each.name ?? '') === portName)
      .flatMap((each) =>
        list.filter(({ targetRef }) => targetRef !== undefined).map(({ ip }) => ({ ip, port: each.port ?? 0 })),
      ),
  );
  const chosen = addresses[Math.floor(random() * addresses.length)];
  if (!chosen) throw serviceUnavailable(`no endpoints available for service "${id}"`);
  return chosen;
};

const httpPort = 80;

const ofPod = ({ registry }: ProxyParts, target: Target, id: string): Address => {
  const asked = split(id);
  if (!asked) throw badRequest(`invalid pod request "${id}"`);
  const { spec, status } = registry.get(target.resource, target.namespace, asked.name) as unknown as Pod;
  const [first] = spec.containers.flatMap(({ ports = [] }) => ports);
  if (!status.podIP) throw badRequest('address not allowed');
  return { ip: status.podIP, port: Number(asked.port || (first?.containerPort ?? httpPort)) };
};

/** A request that the API server passes on: https://kubernetes.io/docs/tasks/access-application-cluster/access-cluster-services/ */
export const serveProxy = async (
  parts: ProxyParts,
  target: Target & { name: string },
  request: HttpRequest,
): Promise<Answer> => {
  const { resource, namespace = 'default', name } = target;
  const { ip, port } = resource.kind === 'Service' ? ofService(parts, namespace, name) : ofPod(parts, target, name);
  const answer = await parts.reach(ip, port, request);
  if ('fault' in answer) throw serviceUnavailable(`error trying to reach service: ${answer.fault}`);
  const { status, body, headers } = answer;
  return { status, body, contentType: headers['content-type'] ?? 'text/plain; charset=utf-8' };
};

/** Path and query behind `/proxy`. */
export const proxiedTarget = (url: string): string => {
  const [, rest = ''] = /\/proxy(\/[^?]*)?(?=$|\?)/.exec(url) ?? [];
  const query = url.includes('?') ? url.slice(url.indexOf('?')) : '';
  return `${rest || '/'}${query}`;
};
