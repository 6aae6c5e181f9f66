import type { Random } from '../../../core/random.ts';
import type { Endpoints } from '../../objects/endpoints.ts';
import type { Pod } from '../../objects/pods.ts';
import type { Service } from '../../objects/services.ts';
import type { HttpRequest, HttpResponse } from '../../objects/sockets.ts';
import type { Resource } from '../resources.ts';
import { badRequest, notFound, serviceUnavailable } from '../status.ts';
import type { Store } from '../store.ts';
import type { Answer, ApiRequest } from './answer.ts';
import { headerTexts, type Target } from './request.ts';

interface Location {
  secure: boolean;
  ip: string;
  port: number;
}

/** One request from the machine of the API server to an address of the cluster, or why it has no answer. */
export type Reach = (location: Location, request: HttpRequest) => Promise<HttpResponse | { fault: string }>;

export interface ProxyParts {
  store: Store;
  reach: Reach;
  /** Draws the endpoint. */
  random: Random;
}

/** `name`, `name:port` or `scheme:name:port`, as utilnet.SplitSchemeNamePort takes it apart. */
const splitId = (id: string): { secure: boolean; name: string; port: string } | undefined => {
  const parts = id.split(':');
  const [scheme = '', name = '', port = ''] = parts.length === 3 ? parts : ['', ...parts];
  if (parts.length > 3 || name === '' || !['', 'http', 'https'].includes(scheme)) return undefined;
  return { secure: scheme === 'https', name, port };
};

/** One of a Service's ready pods; which one is drawn for each request, so this does balance. */
const locateService = (parts: ProxyParts, resource: Resource, namespace: string, id: string): Location => {
  const asked = splitId(id);
  if (!asked) throw badRequest(`invalid service request ${JSON.stringify(id)}`);
  const { secure, name } = asked;
  let portName = asked.port;
  const service = parts.store.get('Service', namespace, name) as Service | undefined;
  if (/^[+-]?\d+$/.test(portName)) {
    if (!service) throw notFound(resource, name);
    const port = service.spec.ports?.find((each) => each.port === Number(portName));
    if (!port)
      throw serviceUnavailable(`no service port ${Number(portName)} found for service ${JSON.stringify(name)}`);
    portName = port.name ?? '';
  }
  const endpoints = parts.store.get('Endpoints', namespace, name) as Endpoints | undefined;
  if (!endpoints) throw notFound(resource, name);
  const subsets = endpoints.subsets ?? [];
  if (subsets.length === 0) throw serviceUnavailable(`no endpoints available for service ${JSON.stringify(name)}`);
  const found = subsets.flatMap(({ addresses = [], ports = [] }) => {
    const port = ports.find((each) => (each.name ?? '') === portName)?.port;
    const pods = addresses.filter(
      ({ targetRef: pod }) => pod?.kind === 'Pod' && parts.store.get('Pod', pod.namespace, pod.name),
    );
    return port === undefined ? [] : pods.map(({ ip }): Location => ({ secure, ip, port }));
  });
  const chosen = found[Math.floor(parts.random() * found.length)];
  if (!chosen) throw serviceUnavailable(`no endpoints available for service ${JSON.stringify(id)}`);
  return chosen;
};

const locatePod = ({ store }: ProxyParts, resource: Resource, namespace: string, id: string): Location => {
  const asked = splitId(id);
  if (!asked) throw badRequest(`invalid pod request ${JSON.stringify(id)}`);
  const pod = store.get('Pod', namespace, asked.name) as Pod | undefined;
  if (!pod) throw notFound(resource, asked.name);
  const first = pod.spec.containers.flatMap(({ ports = [] }) => ports)[0]?.containerPort;
  const { podIP } = pod.status;
  if (!podIP) throw badRequest('address not allowed');
  return { secure: asked.secure, ip: podIP, port: Number(asked.port) || (first ?? (asked.secure ? 443 : 80)) };
};

/** Links of a page that begin at the root go through the proxy too. */
const rewriteLinks = (html: string, prefix: string): string =>
  html.replace(/(<[a-z][^<>]*?\s(?:href|src|action)=")(\/(?!\/)[^"]*)"/gi, (whole, before: string, path: string) =>
    path.startsWith(prefix) ? whole : `${before}${prefix}${path}"`,
  );

/** Headers that belong to one connection, or to the API server alone. */
const notForwarded = new Set(['connection', 'upgrade', 'authorization', 'keep-alive', 'transfer-encoding']);

const requestOf = (request: ApiRequest, target: string, uri: string, body: string): HttpRequest => ({
  method: request.method ?? 'GET',
  target,
  headers: {
    ...Object.fromEntries(
      Object.entries(headerTexts(request.headers)).filter(
        ([name]) => !notForwarded.has(name) && !name.startsWith('impersonate-'),
      ),
    ),
    'accept-encoding': 'gzip',
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-uri': uri,
  },
  body,
});

/**
 * The proxy subresource of Services and pods: /api/v1/namespaces/NS/services/[https:]NAME[:PORT]/proxy/PATH.
 * https://kubernetes.io/docs/tasks/access-application-cluster/access-cluster-services/#manually-constructing-apiserver-proxy-urls
 */
export const serveProxy = async (
  parts: ProxyParts,
  { resource, namespace = 'default', name }: Target & { name: string },
  request: ApiRequest,
  url: URL,
  body: string,
): Promise<Answer> => {
  const locate = resource.kind === 'Service' ? locateService : locatePod;
  const location = locate(parts, resource, namespace, name);
  const end = url.pathname.indexOf('/proxy', url.pathname.indexOf(`/${resource.plural}/`)) + '/proxy'.length;
  const [prefix, path] = [url.pathname.slice(0, end), url.pathname.slice(end)];
  if (path === '' && (request.method === 'GET' || request.method === 'HEAD'))
    return { status: 301, body: '', headers: { location: `${url.pathname}/${url.search}` } };
  const answer = await parts.reach(location, requestOf(request, `${path || '/'}${url.search}`, url.pathname, body));
  if ('fault' in answer) throw serviceUnavailable(`error trying to reach service: ${answer.fault}`);
  const { 'content-type': type = 'text/plain; charset=utf-8', location: redirect, ...headers } = answer.headers;
  return {
    status: answer.status,
    body: type.startsWith('text/html') ? rewriteLinks(answer.body, prefix) : answer.body,
    contentType: type,
    headers: {
      ...headers,
      ...(redirect !== undefined && { location: redirect.startsWith('/') ? `${prefix}${redirect}` : redirect }),
    },
  };
};
