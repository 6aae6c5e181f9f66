import type { Random } from '../../../core/random.ts';
import type { HttpRequest, HttpResponse } from '../../objects/sockets.ts';
import type { ResourceLocation } from '../kinds/api-kind.ts';
import { noSuchPath, serviceUnavailable } from '../status.ts';
import type { Store } from '../store.ts';
import type { Answer, ApiRequest } from './answer.ts';
import { headerTexts, type Target } from './request.ts';

/** One request from the machine of the API server to an address of the cluster, or why it has no answer. */
export type Reach = (location: ResourceLocation, request: HttpRequest) => Promise<HttpResponse | { fault: string }>;

export interface ProxyParts {
  store: Store;
  reach: Reach;
  /** Draws the endpoint. */
  random: Random;
}

/** A request to the API server, with its body read. */
export interface ProxiedRequest {
  request: ApiRequest;
  url: URL;
  body: string;
}

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
  { kind, namespace = 'default', name }: Target & { name: string },
  { request, url, body }: ProxiedRequest,
): Promise<Answer> => {
  const { resource } = kind;
  const location = kind.locate?.(name, { ...parts, resource, namespace });
  if (!location) throw noSuchPath();
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
