import {
  type EndpointAddress,
  type EndpointPort,
  type EndpointSubset,
  type Endpoints,
  isSame,
  type Pod,
  type Service,
} from '../api/objects.ts';
import type { Context } from './context.ts';
import { type Controller, splitKey } from './controller.ts';
import { isReady } from './pod-replicas.ts';
import { endpointPortsOf, hostnameIn, podsOf, selectsPods, servicesOf, targetOf } from './service-pods.ts';

const component = 'endpoint-controller';
const trigger = 'endpoints.kubernetes.io/last-change-trigger-time';
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

/** Addresses with the same ports share a subset, as endpoints.RepackSubsets groups them. */
const subsetsOf = (service: Service, pods: readonly Pod[]): EndpointSubset[] => {
  const groups = new Map<string, { ports: EndpointPort[]; ready: EndpointAddress[]; notReady: EndpointAddress[] }>();
  const portless = !service.spec.ports?.length;
  for (const pod of pods) {
    const ports = endpointPortsOf(service, pod).map(unnamed);
    if (ports.length === 0 && !portless) continue;
    const key = JSON.stringify(ports);
    const group = groups.get(key) ?? { ports, ready: [], notReady: [] };
    groups.set(key, group);
    const usable = service.spec.publishNotReadyAddresses || isReady(pod);
    (usable ? group.ready : group.notReady).push(addressOf(service, pod));
  }
  return [...groups.values()].map(({ ports, ready, notReady }) => ({
    ...(ready.length > 0 && { addresses: ready.toSorted(byAddress) }),
    ...(notReady.length > 0 && { notReadyAddresses: notReady.toSorted(byAddress) }),
    ...(ports.length > 0 && { ports }),
  }));
};

/** pkg/controller/endpoint: an Endpoints object of the Service's name, for those who still read it. */
export const endpointsController = (context: Context): Controller => {
  const { store } = context;
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
        // Without its Service an Endpoints object goes, also a hand-made one.
        if (old) context.remove(old);
        return undefined;
      }
      if (!selectsPods(service)) return undefined;
      const all = podsOf(context.pods, service, service.spec.publishNotReadyAddresses === true);
      const subsets = subsetsOf(service, all.slice(0, mostAddresses));
      const labels = {
        ...service.metadata.labels,
        ...(service.spec.clusterIP === 'None' && { 'service.kubernetes.io/headless': '' }),
        'endpoints.kubernetes.io/managed-by': component,
      };
      if (old && isSame(old.subsets ?? [], subsets) && isSame(old.metadata.labels, labels)) return undefined;
      const annotations = {
        ...old?.metadata.annotations,
        [trigger]: context.now(),
        ...(all.length > mostAddresses && { [overCapacity]: 'truncated' }),
      };
      if (old) {
        const { subsets: _, ...rest } = old;
        store.put({
          ...rest,
          metadata: { ...old.metadata, labels, annotations },
          ...(subsets.length > 0 && { subsets }),
        } as Endpoints);
      } else
        context.create('Endpoints', {
          metadata: { name, namespace, labels, annotations },
          ...(subsets.length > 0 && { subsets }),
        });
      return undefined;
    },
  };
};
