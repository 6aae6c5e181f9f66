import type { KubernetesObject } from '../cluster/cluster.ts';
import { objectsAt, textAt, valueAt } from '../core/json.ts';
import { Unmet, Unobservable } from '../core/rejection.ts';
import type { ProbeContext } from './exec.ts';
import { hostText, parseUrl, portOf } from './http/request.ts';
import { readService } from './identity/backends.ts';
import { servicePort } from './service-port.ts';

/** The target in a step's body: `service` or `url`. */
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
  /** The Service's port for the URL. Undefined if the URL has none of its ports. */
  port?: number;
}

/**
 * The URL to request and the Service behind it. For a Service without URL it is the cluster IP and, by default, the
 * first port. Rejects with `Unmet` not-found for a missing Service, with `Unmet` fields-mismatch for a Service without
 * a cluster IP, and with `Unobservable` spec-invalid if the Service behind a URL is not known.
 */
export const resolveTarget = async (context: ProbeContext, spec: TargetSpec): Promise<Target> => {
  if (spec.url !== undefined) return targetOfUrl(context, spec.url, spec.service);
  if (spec.service === undefined) throw new Unobservable('spec-invalid', 'The step has neither service nor url.');
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
 * The Service, if it has a cluster IP. Without one, the client's resolver chooses the pod. Most resolvers sort the
 * addresses (RFC 6724) and always take the first one, so which pods answer would say nothing about the Service.
 */
export const proxied = (service: KubernetesObject): KubernetesObject => {
  if (!['', 'None'].includes(textAt(service, 'spec', 'clusterIP') ?? '')) return service;
  const { name } = service.metadata;
  const kind = textAt(service, 'spec', 'type') === 'ExternalName' ? 'of type ExternalName' : 'headless';
  throw new Unmet(
    'fields-mismatch',
    `Service ${name} is ${kind}: it has no cluster IP, so kube-proxy does not choose the pod for a connection.`,
    'Omit clusterIP: None. To check the addresses of a headless Service, use dns-resolves.',
  );
};

const targetOfUrl = async (context: ProbeContext, url: string, named: string | undefined): Promise<Target> => {
  const found = named === undefined ? await findService(context, url) : await serviceByName(context, named);
  if (!found)
    throw new Unobservable(
      'spec-invalid',
      `No Service was found behind ${url}, so the pods that should answer are not known.`,
      'Name the Service too, as service.',
    );
  const { name, namespace = context.namespace } = named === undefined ? proxied(found).metadata : found.metadata;
  const port = objectsAt(found, 'spec', 'ports').find(
    (each) => each['port'] === portOf(url) || each['nodePort'] === portOf(url),
  )?.['port'];
  return { url, service: name, namespace, ...(typeof port === 'number' && { port }) };
};

const serviceByName = async (context: ProbeContext, name: string): Promise<KubernetesObject> =>
  readService(context, name, context.namespace);

/** The Service behind a URL, by its address, its DNS name (seen from the scenario's namespace), or its node port. */
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

/** kubia, kubia.demo, kubia.demo.svc and kubia.demo.svc.cluster.local, each with or without a final dot. */
const dnsName = /^([a-z0-9-]+)(?:\.([a-z0-9-]+)(?:\.svc(?:\.[a-z0-9.-]+?)?)?)?\.?$/i;

/** The name and namespace of the Service that a host name means, whether it exists or not. */
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
