import { isSameJson } from '../../core/json.ts';
import type { Labels } from '../../core/labels.ts';
import type { Change } from '../api/store.ts';
import type { EndpointPort, EndpointSlice, SliceEndpoint } from '../objects/endpoints.ts';
import { controllerOf } from '../objects/metadata.ts';
import type { Service } from '../objects/services.ts';
import type { Context } from './context.ts';
import { type Controller, keyOf, splitKey } from './controller.ts';
import { ownerReference } from './pod-replicas.ts';
import { podsOf, selectsPods, servicesOf } from './service-pods.ts';
import { endpointOf, groupsOf } from './slice-endpoints.ts';
import { TriggerTimes, withTrigger } from './trigger-times.ts';

export const serviceLabel = 'kubernetes.io/service-name';
export const managerLabel = 'endpointslice.kubernetes.io/managed-by';
const manager = 'endpointslice-controller.k8s.io';
const headlessLabel = 'service.kubernetes.io/headless';

/** An empty list is null in Go's JSON. */
export const orNull = <Each>(list: Each[]): Each[] | null => (list.length > 0 ? list : null);

const labelsOf = (service: Service): Labels => {
  const { [serviceLabel]: _, [managerLabel]: __, [headlessLabel]: ___, ...own } = service.metadata.labels ?? {};
  return {
    ...own,
    ...(service.spec.clusterIP === 'None' && { [headlessLabel]: '' }),
    [serviceLabel]: service.metadata.name,
    [managerLabel]: manager,
  };
};

interface WantedSlice {
  service: Service;
  labels: Labels;
  ports: EndpointPort[];
  endpoints: SliceEndpoint[];
  /** Since when the change is due. */
  time: string | undefined;
}

/** k8s.io/endpointslice: slices of at most 100 endpoints with the same ports, for kube-proxy and CoreDNS. */
export class EndpointSliceController implements Controller {
  readonly name = 'endpointslice-controller';
  readonly #context: Context;
  readonly #times = new TriggerTimes();

  constructor(context: Context) {
    this.#context = context;
  }

  concerns(change: Change): string[] {
    if (change.kind !== 'EndpointSlice') return servicesOf(this.#context.store, change);
    const { labels, namespace } = change.object.metadata;
    const name = labels?.[serviceLabel];
    return change.type !== 'ADDED' && name && labels[managerLabel] === manager ? [keyOf(namespace, name)] : [];
  }

  reconcile(key: string): undefined {
    const { store, pods } = this.#context;
    const [namespace, name] = splitKey(key);
    const service = store.get('Service', namespace, name);
    if (!service) this.#times.forget(key);
    if (!service || service.metadata.deletionTimestamp) return;
    const old = this.#slicesOf(service);
    if (selectsPods(service)) {
      const time = this.#times.next(key, service, pods.labelled(namespace, service.spec.selector));
      this.#write(service, old, time);
    } else if (service.spec.type === 'ExternalName') for (const slice of old) this.#context.remove(slice);
  }

  #slicesOf({ metadata: { namespace, name, uid } }: Service): EndpointSlice[] {
    return this.#context.store
      .list('EndpointSlice', namespace)
      .filter(({ metadata: { labels } }) => labels?.[serviceLabel] === name && labels[managerLabel] === manager)
      .filter((slice) => controllerOf(slice)?.uid === uid);
  }

  #write(service: Service, old: readonly EndpointSlice[], time: string | undefined): void {
    const { pods, store } = this.#context;
    const labels = labelsOf(service);
    const groups = groupsOf(service, podsOf(pods, service, true), (pod) => endpointOf(store, service, pod));
    const unused = [...old];
    for (const { ports, endpoints } of groups) {
      // A placeholder has no ports yet: it serves for any.
      const index = unused.findIndex(({ ports: own, endpoints: list }) => isSameJson(own ?? [], ports) || !list);
      const [slice] = index < 0 ? [] : unused.splice(index, 1);
      // The controller takes a slice without ports for another one at each look, and writes it without a time.
      const due = ports.length === 0 && endpoints.length > 0 ? undefined : time;
      const wanted: WantedSlice = { service, labels, ports, endpoints, time: due };
      if (slice) this.#update(slice, wanted);
      else this.#create(wanted);
    }
    for (const slice of unused) this.#context.remove(slice);
  }

  #create({ service, labels, ports, endpoints, time }: WantedSlice): void {
    const { name, namespace } = service.metadata;
    this.#context.create('EndpointSlice', {
      metadata: {
        generateName: `${name}-`,
        namespace,
        labels,
        ...withTrigger(undefined, time),
        ownerReferences: [ownerReference(service)],
      },
      addressType: 'IPv4',
      endpoints: orNull(endpoints),
      ports: orNull(ports),
    });
  }

  #update(slice: EndpointSlice, { labels, ports, endpoints, time }: WantedSlice): void {
    const content = { endpoints: orNull(endpoints), ports: orNull(ports) };
    const isSame =
      isSameJson(slice.endpoints, content.endpoints) &&
      isSameJson(slice.ports, content.ports) &&
      isSameJson(slice.metadata.labels, labels);
    if (isSame) return;
    const { annotations, ...metadata } = slice.metadata;
    const generation = (metadata.generation ?? 1) + 1;
    this.#context.store.put({
      ...slice,
      metadata: { ...metadata, labels, ...withTrigger(annotations, time), generation },
      ...content,
    });
  }
}
