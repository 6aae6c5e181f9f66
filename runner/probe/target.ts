import type { KubernetesObject } from '../cluster/cluster.ts';
import { objectsAt, textAt, valueAt } from '../core/json.ts';
import { Unmet, Unobservable } from '../core/rejection.ts';
import type { ProbeContext } from './exec.ts';
import { hostText, parseUrl, portOf } from './http/request.ts';
import { readService } from './identity/backends.ts';
import { servicePort } from './service-port.ts';

/** What a step says of where it sends. One of `service` and `url` is there. */
export interface TargetSpec {
  service?: string;
  url?: string;
  port?: number | string;
  path?: string;
}

export interface Target {
  url: string;
  service: string;
  namespace: string;
  /** The Service's port that the URL leads to; undefined when it leads to none of its ports. */
  port?: number;
}

/**
 * The URL to request and the Service behind it. A Service alone gives its cluster IP and its first port. Rejects with
 * `Unmet`: not-found for a missing Service, fields-mismatch for one that no proxy serves; with `Unobservable` spec-invalid when nobody can
 * tell which Service a URL leads to.
 */
export const resolveTarget = async (context: ProbeContext, spec: TargetSpec): Promise<Target> => {
  if (spec.url !== undefined) return targetOfUrl(context, spec.url, spec.service);
  if (spec.service === undefined) throw new Unobservable('spec-invalid', 'The step names neither a service nor a url.');
  const service = proxied(await readService(context, spec.service, context.namespace));
  const port = Number(servicePort(service, { port: spec.port })['port']);
  const path = spec.path === undefined ? '/' : `/${spec.path.replace(/^\/+/, '')}`;
  return {
    url: `http://${hostText(textAt(service, 'spec', 'clusterIP') ?? '')}:${port}${path}`,
    service: spec.service,
    namespace: context.namespace,
    port,
  };
};

/**
 * Without a cluster IP the client's resolver chooses the pod, and most sort the addresses (RFC 6724) and always take the
 * same: then neither spreading nor sticking says anything about the Service.
 */
export const proxied = (service: KubernetesObject): KubernetesObject => {
  if (!['', 'None'].includes(textAt(service, 'spec', 'clusterIP') ?? '')) return service;
  const { name } = service.metadata;
  const kind = textAt(service, 'spec', 'type') === 'ExternalName' ? 'of type ExternalName' : 'headless';
  throw new Unmet(
    'fields-mismatch',
    `Service ${name} is ${kind}: it has no cluster IP, so no proxy chooses a pod for a connection.`,
    "Leave out clusterIP: None. To check a headless Service's addresses use dns-resolves.",
  );
};

const targetOfUrl = async (context: ProbeContext, url: string, named: string | undefined): Promise<Target> => {
  const found = named === undefined ? await findService(context, url) : await serviceByName(context, named);
  if (!found)
    throw new Unobservable(
      'spec-invalid',
      `Nobody can tell which Service ${url} leads to, so the pods that should answer are not known.`,
      'Name the Service too, with service:.',
    );
  const { name, namespace = context.namespace } = named === undefined ? proxied(found).metadata : found.metadata;
  const port = objectsAt(found, 'spec', 'ports').find(
    (each) => each['port'] === portOf(url) || each['nodePort'] === portOf(url),
  )?.['port'];
  return { url, service: name, namespace, ...(typeof port === 'number' && { port }) };
};

const serviceByName = async (context: ProbeContext, name: string): Promise<KubernetesObject> =>
  readService(context, name, context.namespace);

/** The Service that a URL's host stands for: its address, its DNS name from the scenario's namespace, or a node port. */
export const findService = async (context: ProbeContext, url: string): Promise<KubernetesObject | undefined> => {
  const host = parseUrl(url).hostname.replace(/^\[|\]$/g, '');
  const byName = await namedService(context, host);
  if (byName) return byName;
  const { api } = context.cluster;
  const services = (await api.list({ apiVersion: 'v1', kind: 'Service' }, context.signal)).items;
  const byAddress = services.find((service) => addressesOf(service).includes(host));
  if (byAddress) return byAddress;
  const nodes = await context.cluster.nodes();
  if (host !== 'localhost' && host !== '127.0.0.1' && !nodes.some(({ internalIP }) => internalIP === host))
    return undefined;
  const port = portOf(url);
  return services.find((service) => objectsAt(service, 'spec', 'ports').some((each) => each['nodePort'] === port));
};

/** kubia, kubia.demo, kubia.demo.svc and kubia.demo.svc.cluster.local, each with or without a dot at the end. */
const dnsName = /^([a-z0-9-]+)(?:\.([a-z0-9-]+)(?:\.svc(?:\.[a-z0-9.-]+?)?)?)?\.?$/i;

/** What such a host would be a Service's name for, whether the Service exists or not. */
export const serviceNamed = (context: ProbeContext, host: string): { name: string; namespace: string } | undefined => {
  const [, name, namespace = context.namespace] = dnsName.exec(host) ?? [];
  return name === undefined || /^\d+$/.test(name) ? undefined : { name, namespace };
};

const namedService = async (context: ProbeContext, host: string): Promise<KubernetesObject | undefined> => {
  const named = serviceNamed(context, host);
  return named && context.cluster.api.get({ apiVersion: 'v1', kind: 'Service', ...named }, context.signal);
};

const addressesOf = (service: KubernetesObject): unknown[] => {
  const lists = [valueAt(service, ['spec', 'clusterIPs']), valueAt(service, ['spec', 'externalIPs'])];
  return [
    textAt(service, 'spec', 'clusterIP') ?? '',
    ...lists.flatMap((each) => (Array.isArray(each) ? each : [])),
    ...objectsAt(service, 'status', 'loadBalancer', 'ingress').map((each) => each['ip']),
  ].filter((address) => address !== '' && address !== 'None');
};
