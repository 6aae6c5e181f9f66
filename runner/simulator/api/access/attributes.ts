import type { Attributes } from './authorization.ts';

const verbs: Readonly<Record<string, string>> = { POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' };

const decode = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

/** `get`, or what it is for a collection. */
const verbOf = (method: string, name: string | undefined, query: URLSearchParams): string => {
  const isRead = method === 'GET' || method === 'HEAD';
  if (!isRead)
    return method === 'DELETE' && name === undefined ? 'deletecollection' : (verbs[method] ?? method.toLowerCase());
  if (['true', '1'].includes(query.get('watch') ?? '')) return 'watch';
  return name === undefined ? 'list' : 'get';
};

/** The attributes of a request, whether or not its path leads anywhere: apiserver/pkg/endpoints/request.RequestInfoFactory. */
export const attributesOf = (method: string, url: URL): Attributes => {
  const [prefix, ...rest] = url.pathname.split('/').filter(Boolean).map(decode);
  const plain = { verb: method.toLowerCase(), path: url.pathname };
  if (prefix !== 'api' && prefix !== 'apis') return plain;
  const group = prefix === 'api' ? '' : (rest[0] ?? '');
  let parts = rest.slice(prefix === 'api' ? 1 : 2);
  if (parts.length === 0) return plain;
  let namespace: string | undefined;
  if (parts[0] === 'namespaces' && parts[1] !== undefined) {
    namespace = parts[1];
    // A namespace's own subresources are nothing inside it.
    if (parts.length > 2 && !['status', 'finalize'].includes(parts[2] ?? '')) parts = parts.slice(2);
  }
  const [resource = '', name, subresource] = parts;
  return { verb: verbOf(method, name, url.searchParams), group, resource, subresource, namespace, name };
};
