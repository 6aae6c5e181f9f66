import { isSameJson } from '../../core/json.ts';
import type { EndpointAddress, EndpointPort, EndpointSubset, Endpoints } from '../objects/endpoints.ts';
import type { Pod } from '../objects/pods.ts';
import type { Service } from '../objects/services.ts';
import type { Context } from './context.ts';
import { type Controller, splitKey } from './controller.ts';
import { isReady } from './pod-replicas.ts';
import { endpointPortsOf, hostnameIn, podsOf, selectsPods, servicesOf, targetOf } from './service-pods.ts';
import { createTriggerTimes, withTrigger } from './trigger-times.ts';

const component = 'endpoint-controller';
const overCapacity = 'endpoints.kubernetes.io/over-capacity';
const mostAddresses = 1000;

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

const byAddress = (a: EndpointAddress, b: EndpointAddress): number =>
  a.ip === b.ip ? ((a.targetRef?.uid ?? '') < (b.targetRef?.uid ?? '') ? -1 : 1) : a.ip < b.ip ? -1 : 1;

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
export const endpointsController = (context: Context): Controller => {
  const { store } = context;
  const times = createTriggerTimes();
  return {
    name: component,
    // What somebody else writes into them stays until the next change of the Service or its pods.
    concerns: (change) =>
      change.kind === 'Endpoints' && change.type === 'DELETED'
        ? [`${change.object.metadata.namespace}/${change.object.metadata.name}`]
        : servicesOf(store, change),
    reconcile: (key) => {
      const [namespace, name] = splitKey(key);
      const service = store.get('Service', namespace, name);
      const old = store.get('Endpoints', namespace, name);
      if (!service) {
        times.forget(key);
        // Without its Service an Endpoints object goes, also a hand-made one.
        if (old) context.remove(old);
        return undefined;
      }
      if (!selectsPods(service)) return undefined;
      const time = times.next(key, service, context.pods.labelled(namespace, service.spec.selector));
      const all = podsOf(context.pods, service, service.spec.publishNotReadyAddresses === true);
      const subsets = subsetsOf(service, all.slice(0, mostAddresses));
      const labels = {
        ...service.metadata.labels,
        ...(service.spec.clusterIP === 'None' && { 'service.kubernetes.io/headless': '' }),
        'endpoints.kubernetes.io/managed-by': component,
      };
      if (old && isSameJson(old.subsets ?? [], subsets) && isSameJson(old.metadata.labels, labels)) return undefined;
      const { [overCapacity]: __, ...kept } = old?.metadata.annotations ?? {};
      const marked = { ...kept, ...(all.length > mostAddresses && { [overCapacity]: 'truncated' }) };
      const annotations = withTrigger(marked, time);
      if (old) {
        const { subsets: _, ...rest } = old;
        const { annotations: ___, ...metadata } = old.metadata;
        store.put({
          ...rest,
          metadata: { ...metadata, labels, ...annotations },
          ...(subsets.length > 0 && { subsets }),
        } as Endpoints);
      } else
        context.create('Endpoints', {
          metadata: { name, namespace, labels, ...annotations },
          ...(subsets.length > 0 && { subsets }),
        });
      return undefined;
    },
  };
};
