import { isSameJson } from '../../core/json.ts';
import type { EndpointAddress, EndpointSlice, Endpoints, SliceEndpoint } from '../objects/endpoints.ts';
import { controllerOf } from '../objects/metadata.ts';
import type { Context } from './context.ts';
import { type Controller, keyOf, splitKey } from './controller.ts';
import { managerLabel, orNull, serviceLabel } from './endpoint-slices.ts';
import { ownerReference } from './pod-replicas.ts';

const manager = 'endpointslicemirroring-controller.k8s.io';
const skip = 'endpointslice.kubernetes.io/skip-mirror';
const leader = 'control-plane.alpha.kubernetes.io/leader';
const notCopied = new Set([
  'endpoints.kubernetes.io/last-change-trigger-time',
  'kubectl.kubernetes.io/last-applied-configuration',
]);
const maxAddresses = 1000;

const endpointOf = ({ ip, hostname, nodeName, targetRef }: EndpointAddress, ready: boolean): SliceEndpoint => ({
  addresses: [ip],
  conditions: { ready },
  ...(hostname && { hostname }),
  ...(nodeName && { nodeName }),
  ...(targetRef && { targetRef }),
});

type Mirror = Pick<EndpointSlice, 'endpoints' | 'ports'>;

const mirrorsOf = ({ subsets = [] }: Endpoints): Mirror[] =>
  subsets.map(({ addresses = [], notReadyAddresses = [], ports = [] }) => ({
    endpoints: orNull([
      ...addresses.slice(0, maxAddresses).map((each) => endpointOf(each, true)),
      ...notReadyAddresses.slice(0, maxAddresses).map((each) => endpointOf(each, false)),
    ]),
    ports: orNull(ports.map((port) => ({ ...port, name: port.name ?? '' }))),
  }));

/** Hand-made Endpoints of a Service without selector become EndpointSlices: pkg/controller/endpointslicemirroring. */
export const mirroringController = (context: Context): Controller => {
  const { store } = context;
  return {
    name: 'endpointslicemirroring-controller',
    concerns: ({ kind, object }) =>
      kind === 'Endpoints' || kind === 'Service' ? [keyOf(object.metadata.namespace, object.metadata.name)] : [],
    reconcile: (key) => {
      const [namespace, name] = splitKey(key);
      const endpoints = store.get('Endpoints', namespace, name);
      const service = store.get('Service', namespace, name);
      const old = store
        .list('EndpointSlice', namespace)
        .filter(({ metadata: { labels } }) => labels?.[serviceLabel] === name && labels[managerLabel] === manager);
      const skipped =
        endpoints?.metadata.labels?.[skip] === 'true' || endpoints?.metadata.annotations?.[leader] !== undefined;
      const mirrors =
        endpoints && service && service.spec.selector === undefined && !skipped ? mirrorsOf(endpoints) : [];
      const unused = old.filter((slice) => controllerOf(slice)?.uid === endpoints?.metadata.uid);
      const stale = old.filter((slice) => !unused.includes(slice));
      if (endpoints)
        for (const mirror of mirrors) {
          const labels = { ...endpoints.metadata.labels, [serviceLabel]: name, [managerLabel]: manager };
          const copied = Object.entries(endpoints.metadata.annotations ?? {}).filter(([text]) => !notCopied.has(text));
          const annotations = copied.length > 0 ? { annotations: Object.fromEntries(copied) } : {};
          const [slice] = unused.splice(0, 1);
          if (!slice)
            context.create('EndpointSlice', {
              metadata: {
                generateName: `${name}-`,
                namespace,
                labels,
                ...annotations,
                ownerReferences: [ownerReference(endpoints)],
              },
              addressType: 'IPv4',
              ...mirror,
            });
          else if (
            !isSameJson(slice.endpoints, mirror.endpoints) ||
            !isSameJson(slice.ports, mirror.ports) ||
            !isSameJson(slice.metadata.labels, labels)
          )
            store.put({ ...slice, metadata: { ...slice.metadata, labels, ...annotations }, ...mirror });
        }
      for (const slice of [...unused, ...stale]) context.remove(slice);
      return undefined;
    },
  };
};
