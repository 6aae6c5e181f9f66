import { isSameJson } from '../../core/json.ts';
import type { EndpointPort, EndpointSlice, SliceEndpoint } from '../objects/endpoints.ts';
import { controllerOf } from '../objects/metadata.ts';
import type { Pod } from '../objects/pods.ts';
import type { Service } from '../objects/services.ts';
import type { Context } from './context.ts';
import { type Controller, keyOf, splitKey } from './controller.ts';
import { isReady, ownerReference } from './pod-replicas.ts';
import { endpointPortsOf, hostnameIn, podsOf, selectsPods, servicesOf, targetOf } from './service-pods.ts';
import { createTriggerTimes, withTrigger } from './trigger-times.ts';

export const serviceLabel = 'kubernetes.io/service-name';
export const managerLabel = 'endpointslice.kubernetes.io/managed-by';
const manager = 'endpointslice-controller.k8s.io';
const headlessLabel = 'service.kubernetes.io/headless';
const mostEndpoints = 100;
const zoneLabel = 'topology.kubernetes.io/zone';

const known = new Map<string, SliceEndpoint['conditions']>();

/** There are but few, and endpoints in plenty. */
const conditionsOf = (ready: boolean, serving: boolean, terminating: boolean): SliceEndpoint['conditions'] => {
  const key = `${ready} ${serving} ${terminating}`;
  const conditions = known.get(key) ?? { ready, serving, terminating };
  known.set(key, conditions);
  return conditions;
};

/** Go writes an empty list as null. */
export const orNull = <Each>(list: Each[]): Each[] | null => (list.length > 0 ? list : null);

interface Wanted {
  ports: EndpointPort[];
  endpoints: SliceEndpoint[];
}

/** k8s.io/endpointslice: slices of at most 100 endpoints with the same ports, for kube-proxy and CoreDNS. */
export const endpointSliceController = (context: Context): Controller => {
  const { store } = context;
  const times = createTriggerTimes();

  const hintsOf = (
    service: Service,
    nodeName: string | undefined,
    zone: string | undefined,
  ): SliceEndpoint['hints'] => {
    const spread = service.spec.trafficDistribution;
    if (!spread) return undefined;
    return {
      ...(zone && { forZones: [{ name: zone }] }),
      ...(spread === 'PreferSameNode' && nodeName && { forNodes: [{ name: nodeName }] }),
    };
  };

  const endpointOf = (service: Service, pod: Pod): SliceEndpoint => {
    const serving = isReady(pod);
    const terminating = pod.metadata.deletionTimestamp !== undefined;
    const hostname = hostnameIn(service, pod);
    const { nodeName } = pod.spec;
    const zone = nodeName ? store.get('Node', undefined, nodeName)?.metadata.labels?.[zoneLabel] : undefined;
    const published = service.spec.publishNotReadyAddresses === true;
    const ready = published || (serving && !terminating);
    const hints = ready ? hintsOf(service, nodeName, zone) : undefined;
    return {
      addresses: [pod.status.podIP ?? ''],
      conditions: conditionsOf(ready, serving, terminating),
      ...(hostname && { hostname }),
      targetRef: targetOf(pod),
      ...(nodeName && { nodeName }),
      ...(zone && { zone }),
      ...(hints && Object.keys(hints).length > 0 && { hints }),
    };
  };

  const wantedOf = (service: Service): Wanted[] => {
    const groups = new Map<string, Wanted>();
    for (const pod of podsOf(context.pods, service, true)) {
      // A pod that lacks every named port is listed all the same, without ports.
      const ports = endpointPortsOf(service, pod);
      const key = JSON.stringify(ports);
      const group = groups.get(key) ?? { ports, endpoints: [] };
      groups.set(key, group);
      group.endpoints.push(endpointOf(service, pod));
    }
    const all = [...groups.values()].flatMap(({ ports, endpoints }) =>
      Array.from({ length: Math.ceil(endpoints.length / mostEndpoints) }, (_, index) => ({
        ports,
        endpoints: endpoints.slice(index * mostEndpoints, (index + 1) * mostEndpoints),
      })),
    );
    // A Service without pods still has one slice.
    return all.length > 0 ? all : [{ ports: [], endpoints: [] }];
  };

  const labelsOf = (service: Service): Record<string, string> => {
    const { [serviceLabel]: _, [managerLabel]: __, [headlessLabel]: ___, ...own } = service.metadata.labels ?? {};
    return {
      ...own,
      ...(service.spec.clusterIP === 'None' && { [headlessLabel]: '' }),
      [serviceLabel]: service.metadata.name,
      [managerLabel]: manager,
    };
  };

  const slicesOf = (namespace: string, name: string): EndpointSlice[] =>
    store
      .list('EndpointSlice', namespace)
      .filter(({ metadata: { labels } }) => labels?.[serviceLabel] === name && labels[managerLabel] === manager);

  return {
    name: 'endpointslice-controller',
    concerns: (change) => {
      if (change.kind !== 'EndpointSlice') return servicesOf(store, change);
      const labels = change.object.metadata['labels'] as Record<string, string> | undefined;
      const name = labels?.[serviceLabel];
      return change.type !== 'ADDED' && name && labels[managerLabel] === manager
        ? [keyOf(change.object.metadata.namespace, name)]
        : [];
    },
    reconcile: (key) => {
      const [namespace, name] = splitKey(key);
      const service = store.get('Service', namespace, name);
      if (!service) times.forget(key);
      const old = slicesOf(namespace, name).filter(
        (slice) => !service || controllerOf(slice)?.uid === service.metadata.uid,
      );
      if (!service || service.metadata.deletionTimestamp) return undefined;
      if (!selectsPods(service)) {
        if (service.spec.type !== 'ExternalName') return undefined;
        for (const slice of old) context.remove(slice);
        return undefined;
      }
      const time = times.next(key, service, context.pods.labelled(namespace, service.spec.selector));
      const labels = labelsOf(service);
      const wanted = wantedOf(service);
      const unused = [...old];
      for (const { ports, endpoints } of wanted) {
        // A placeholder has no ports yet: it serves for any.
        const index = unused.findIndex(({ ports: own, endpoints: list }) => isSameJson(own ?? [], ports) || !list);
        const [slice] = index < 0 ? [] : unused.splice(index, 1);
        const content = { endpoints: orNull(endpoints), ports: orNull(ports) };
        // The controller takes a slice without ports for another one at each look, and writes it without a time.
        const due = ports.length === 0 && endpoints.length > 0 ? undefined : time;
        if (!slice) {
          context.create('EndpointSlice', {
            metadata: {
              generateName: `${name}-`,
              namespace,
              labels,
              ...withTrigger(undefined, due),
              ownerReferences: [ownerReference(service)],
            },
            addressType: 'IPv4',
            ...content,
          });
          continue;
        }
        if (
          isSameJson(slice.endpoints, content.endpoints) &&
          isSameJson(slice.ports, content.ports) &&
          isSameJson(slice.metadata.labels, labels)
        )
          continue;
        const { annotations, ...metadata } = slice.metadata;
        const generation = (metadata.generation ?? 1) + 1;
        store.put({
          ...slice,
          metadata: { ...metadata, labels, ...withTrigger(annotations, due), generation },
          ...content,
        });
      }
      for (const slice of unused) context.remove(slice);
      return undefined;
    },
  };
};
