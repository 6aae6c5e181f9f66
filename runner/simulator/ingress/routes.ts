import { type JsonObject, objectAt, objectsAt, textAt } from '../../core/json.ts';
import type { Unstructured } from '../objects/metadata.ts';

/** Where an Ingress sends a request. */
export interface Backend {
  namespace: string;
  /** The Service's name and its port by number or name, as the Ingress writes them. */
  service: string;
  port: number | string | undefined;
}

export interface Route {
  /** Undefined: any host. `*.foo.com`: exactly one label before. */
  host: string | undefined;
  path: string;
  pathType: 'Exact' | 'Prefix';
  backend: Backend | undefined;
}

/** Host rules as the Ingress API gives them: case does not matter, a wildcard stands for exactly one label. */
export const matchesHost = (rule: string | undefined, host: string): boolean => {
  if (rule === undefined) return true;
  const [wanted, asked] = [rule.toLowerCase(), host.toLowerCase()];
  if (!wanted.startsWith('*.')) return wanted === asked;
  const dot = asked.indexOf('.');
  return dot > 0 && asked.slice(dot) === wanted.slice(1);
};

/** Path rules: Exact is the very text; Prefix compares element by element and ignores one slash at the end. */
export const matchesPath = (type: Route['pathType'], rule: string, path: string): boolean => {
  if (type === 'Exact') return rule === path;
  const prefix = rule.replace(/\/$/, '');
  return path === prefix || path.startsWith(`${prefix}/`) || (prefix === '' && path === '');
};

const hostRank = ({ host }: Route): number => {
  if (host === undefined) return 2;
  return host.startsWith('*.') ? 1 : 0;
};

/** Exact host before wildcard before any host, then the longest path, then Exact before Prefix. */
const byPrecedence = (a: Route, b: Route): number =>
  hostRank(a) - hostRank(b) ||
  b.path.replace(/\/$/, '').length - a.path.replace(/\/$/, '').length ||
  Number(b.pathType === 'Exact') - Number(a.pathType === 'Exact');

/** The routes of Ingresses in the order in which they are tried; default backends come last. */
export const routeTable = (ingresses: readonly Unstructured[]): Route[] => {
  const routes = ingresses.flatMap(routesOf).sort(byPrecedence);
  const fallbacks = ingresses.flatMap((ingress): Route[] => {
    const backend = backendOf(ingress, objectAt(ingress, 'spec', 'defaultBackend'));
    return backend ? [{ host: undefined, path: '/', pathType: 'Prefix', backend }] : [];
  });
  return [...routes, ...fallbacks];
};

export const findRoute = (routes: readonly Route[], host: string, path: string): Route | undefined =>
  routes.find((route) => matchesHost(route.host, host) && matchesPath(route.pathType, route.path, path));

const routesOf = (ingress: Unstructured): Route[] =>
  objectsAt(ingress, 'spec', 'rules').flatMap((rule): Route[] => {
    const host = textAt(rule, 'host') || undefined;
    const fallback = backendOf(ingress, objectAt(ingress, 'spec', 'defaultBackend'));
    // A rule without paths hands its whole host to the default backend.
    if (!objectAt(rule, 'http')) return fallback ? [{ host, path: '/', pathType: 'Prefix', backend: fallback }] : [];
    return objectsAt(rule, 'http', 'paths').map((path) => ({
      host,
      path: textAt(path, 'path') || '/',
      pathType: textAt(path, 'pathType') === 'Exact' ? 'Exact' : 'Prefix',
      backend: backendOf(ingress, objectAt(path, 'backend')),
    }));
  });

const backendOf = (ingress: Unstructured, backend: JsonObject | undefined): Backend | undefined => {
  const service = textAt(backend, 'service', 'name');
  if (!service) return undefined;
  const port = objectAt(backend, 'service', 'port');
  const number = port?.['number'];
  return {
    namespace: ingress.metadata.namespace ?? '',
    service,
    port: typeof number === 'number' ? number : textAt(port, 'name'),
  };
};
