import { type Labels, selectsPairs } from '../../core/labels.ts';
import type { Change, Store } from '../api/store.ts';
import type { EndpointPort } from '../objects/endpoints.ts';
import type { Pod } from '../objects/pods.ts';
import type { Service, ServicePort } from '../objects/services.ts';
import { keyOf } from './controller.ts';
import type { PodIndex } from './pod-index.ts';

/** Shared by the endpoints and endpointslice controllers (k8s.io/endpointslice/util). */

export const selectsPods = ({ spec }: Service): boolean =>
  spec.type !== 'ExternalName' && spec.selector !== undefined && Object.keys(spec.selector).length > 0;

/** Labels → keys of the Services that select them, for a list of Services as it stands. */
const known = new WeakMap<readonly Service[], Map<string, string[]>>();

const selecting = (services: readonly Service[], labels: Labels | undefined): string[] => {
  const answers = known.get(services) ?? new Map<string, string[]>();
  known.set(services, answers);
  const text = JSON.stringify(labels ?? {});
  const answer =
    answers.get(text) ??
    services
      .filter(({ spec }) => selectsPairs(spec.selector, labels))
      .map(({ metadata }) => keyOf(metadata.namespace, metadata.name));
  answers.set(text, answer);
  return answer;
};

/** Keys of the Services that a change of a Service or a pod concerns. */
export const servicesOf = (store: Store, { kind, object, previous }: Change): string[] => {
  if (kind === 'Service') return [keyOf(object.metadata.namespace, object.metadata.name)];
  if (kind !== 'Pod') return [];
  const services = store.list('Service', object.metadata.namespace);
  const pods = [object, previous] as (Pod | undefined)[];
  return [...new Set(pods.flatMap((pod) => (pod ? selecting(services, pod.metadata.labels) : [])))];
};

/** The pods of a Service that may be endpoints: they have an address and have not ended. */
export const podsOf = (pods: PodIndex, service: Service, terminating: boolean): Pod[] =>
  pods
    .labelled(service.metadata.namespace ?? '', service.spec.selector)
    .filter(
      ({ metadata, status }) =>
        status.podIP &&
        status.phase !== 'Succeeded' &&
        status.phase !== 'Failed' &&
        (terminating || !metadata.deletionTimestamp),
    );

/** The number behind a target port: a name is looked up in each pod, by name and protocol. */
export const targetPortOf = ({ spec }: Pod, { targetPort, protocol }: ServicePort): number | undefined => {
  if (typeof targetPort === 'number') return targetPort;
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  return [...spec.containers, ...sidecars]
    .flatMap(({ ports = [] }) => ports)
    .find((port) => port.name === targetPort && port.protocol === protocol)?.containerPort;
};

/** The ports of a pod as endpoint ports; a port whose name the pod lacks is left out. */
export const endpointPortsOf = (service: Service, pod: Pod): EndpointPort[] =>
  (service.spec.ports ?? []).flatMap((port) => {
    const number = targetPortOf(pod, port);
    if (number === undefined) return [];
    return [
      {
        name: port.name ?? '',
        port: number,
        protocol: port.protocol,
        ...(port.appProtocol !== undefined && { appProtocol: port.appProtocol }),
      },
    ];
  });

/** The endpoint's hostname: only in the Service that the pod names as its subdomain. */
export const hostnameIn = (service: Service, { spec }: Pod): string | undefined =>
  spec.hostname && spec.subdomain === service.metadata.name ? spec.hostname : undefined;

export const targetOf = ({ metadata }: Pod): { kind: string; namespace: string; name: string; uid: string } => ({
  kind: 'Pod',
  namespace: metadata.namespace ?? '',
  name: metadata.name,
  uid: metadata.uid,
});
