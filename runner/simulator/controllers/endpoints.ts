import { isSameJson } from '../../core/json.ts';
import type { Change } from '../api/store.ts';
import type { EndpointAddress, EndpointPort, EndpointSubset, Endpoints } from '../objects/endpoints.ts';
import type { Pod } from '../objects/pods.ts';
import type { Service } from '../objects/services.ts';
import type { Context } from './context.ts';
import { type Controller, keyOf, splitKey } from './controller.ts';
import { isReady } from './pod-replicas.ts';
import { endpointPortsOf, hostnameIn, podsOf, selectsPods, servicesOf, targetOf } from './service-pods.ts';
import { TriggerTimes, withTrigger } from './trigger-times.ts';

const component = 'endpoint-controller';
const overCapacity = 'endpoints.kubernetes.io/over-capacity';
const maxAddresses = 1000;

const addressOf = (service: Service, pod: Pod): EndpointAddress => {
  const hostname = hostnameIn(service, pod);
  return {
    ip: pod.status.podIP ?? '',
    ...(hostname && { hostname }),
    ...(pod.spec.nodeName && { nodeName: pod.spec.nodeName }),
    targetRef: targetOf(pod),
  };
};

/** Unset names stay unset in Endpoints. */
const unnamed = ({ name, ...rest }: EndpointPort): EndpointPort => (name ? { name, ...rest } : rest);

const orderOf = (a: string, b: string): number => {
  if (a === b) return 0;
  return a < b ? -1 : 1;
};
const byAddress = (a: EndpointAddress, b: EndpointAddress): number =>
  orderOf(a.ip, b.ip) || orderOf(a.targetRef?.uid ?? '', b.targetRef?.uid ?? '');

/** Ports that the same pods have share a subset: endpoints.RepackSubsets. */
const subsetsOf = (service: Service, pods: readonly Pod[]): EndpointSubset[] => {
  const portless = !service.spec.ports?.length;
  const holders = new Map<string, { port: EndpointPort | undefined; pods: Pod[] }>();
  for (const pod of pods) {
    const ports = portless ? [undefined] : endpointPortsOf(service, pod).map(unnamed);
    for (const port of ports) {
      const key = JSON.stringify(port ?? null);
      const holder = holders.get(key) ?? { port, pods: [] };
      holders.set(key, holder);
      holder.pods.push(pod);
    }
  }
  const groups = Map.groupBy(holders.values(), (holder) => holder.pods.map(({ metadata }) => metadata.uid).join());
  return [...groups.values()].map((group) => {
    const ports = group.flatMap(({ port }) => port ?? []);
    const own = group[0]?.pods ?? [];
    const addresses = (usable: boolean): EndpointAddress[] =>
      own
        .filter((pod) => (service.spec.publishNotReadyAddresses === true || isReady(pod)) === usable)
        .map((pod) => addressOf(service, pod))
        .toSorted(byAddress);
    const [ready, notReady] = [addresses(true), addresses(false)];
    return {
      ...(ready.length > 0 && { addresses: ready }),
      ...(notReady.length > 0 && { notReadyAddresses: notReady }),
      ...(ports.length > 0 && { ports }),
    };
  });
};

/** pkg/controller/endpoint: an Endpoints object of the Service's name, for those who still read it. */
export class EndpointsController implements Controller {
  readonly name = component;
  readonly #context: Context;
  readonly #times = new TriggerTimes();

  constructor(context: Context) {
    this.#context = context;
  }

  /** A change that somebody else made to an Endpoints object stays until the Service or its pods change. */
  concerns(change: Change): string[] {
    const { namespace, name } = change.object.metadata;
    if (change.kind === 'Endpoints' && change.type === 'DELETED') return [keyOf(namespace, name)];
    return servicesOf(this.#context.store, change);
  }

  reconcile(key: string): undefined {
    const { store, pods } = this.#context;
    const [namespace, name] = splitKey(key);
    const service = store.get('Service', namespace, name);
    const old = store.get('Endpoints', namespace, name);
    if (!service) {
      this.#times.forget(key);
      // Without its Service an Endpoints object goes, also a hand-made one.
      if (old) this.#context.remove(old);
      return;
    }
    if (!selectsPods(service)) return;
    this.#write(service, old, this.#times.next(key, service, pods.labelled(namespace, service.spec.selector)));
  }

  #write(service: Service, old: Endpoints | undefined, time: string | undefined): void {
    const { name, namespace } = service.metadata;
    const all = podsOf(this.#context.pods, service, service.spec.publishNotReadyAddresses === true);
    const subsets = subsetsOf(service, all.slice(0, maxAddresses));
    const labels = {
      ...service.metadata.labels,
      ...(service.spec.clusterIP === 'None' && { 'service.kubernetes.io/headless': '' }),
      'endpoints.kubernetes.io/managed-by': component,
    };
    if (old && isSameJson(old.subsets ?? [], subsets) && isSameJson(old.metadata.labels, labels)) return;
    const { [overCapacity]: _, ...kept } = old?.metadata.annotations ?? {};
    const marked = { ...kept, ...(all.length > maxAddresses && { [overCapacity]: 'truncated' }) };
    const annotations = withTrigger(marked, time);
    const content = subsets.length > 0 ? { subsets } : {};
    if (!old) {
      this.#context.create('Endpoints', { metadata: { name, namespace, labels, ...annotations }, ...content });
      return;
    }
    const { subsets: __, ...rest } = old;
    const { annotations: ___, ...metadata } = old.metadata;
    this.#context.store.put({ ...rest, metadata: { ...metadata, labels, ...annotations }, ...content } as Endpoints);
  }
}
