import type { EndpointSlice, Endpoints, Ingress, Meta, Service, Unstructured } from '../objects/objects.ts';
import { warningsOfIp } from './validation/addresses.ts';
import { warningsOfService } from './validation/service-facts.ts';

const endpoints = 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice';

/** Every request that touches a deprecated API is told so (KEP-4974 for Endpoints). */
export const warningsOfEndpoints = (kind: string): string[] => (kind === 'Endpoints' ? [endpoints] : []);

/** The same for a request that is refused: only its path is known then. */
export const warningsAt = (url: string): string[] =>
  /^\/api\/v1\/(namespaces\/[^/?]+\/)?endpoints([/?]|$)/.test(url) ? [endpoints] : [];

const managers: Record<string, string> = {
  'endpoints.kubernetes.io/managed-by': 'endpoint-controller',
  'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
};

const isManaged = ({ metadata }: Unstructured): boolean =>
  Object.entries(managers).some(([label, who]) => (metadata as Meta).labels?.[label] === who);

const ofEndpoints = (object: Unstructured): string[] => {
  const { subsets = [] } = object as Endpoints;
  if (isManaged(object)) return [];
  return subsets.flatMap((subset, index) =>
    (['addresses', 'notReadyAddresses'] as const).flatMap((list) =>
      (subset[list] ?? []).flatMap(({ ip }, at) => warningsOfIp(`subsets[${index}].${list}[${at}].ip`, ip)),
    ),
  );
};

const ofSlice = (object: Unstructured, isNew: boolean): string[] => {
  const { addressType, endpoints } = object as EndpointSlice;
  return [
    ...(isNew && addressType === 'FQDN' ? ['spec.addressType: FQDN endpoints are deprecated'] : []),
    ...(isManaged(object) || addressType === 'FQDN'
      ? []
      : (endpoints ?? []).flatMap(({ addresses = [] }, index) =>
          addresses.flatMap((ip, at) => warningsOfIp(`endpoints[${index}].addresses[${at}]`, ip)),
        )),
  ];
};

const classAnnotation = 'kubernetes.io/ingress.class';

const ofIngress = (object: Unstructured, isNew: boolean): string[] => {
  const { spec, metadata } = object as unknown as Ingress;
  return isNew && metadata.annotations?.[classAnnotation] !== undefined && spec.ingressClassName === undefined
    ? [`annotation "${classAnnotation}" is deprecated, please use 'spec.ingressClassName' instead`]
    : [];
};

const byKind: Record<string, (object: Unstructured, isNew: boolean) => string[]> = {
  Service: (object) => warningsOfService(object as unknown as Service),
  Endpoints: ofEndpoints,
  EndpointSlice: ofSlice,
  Ingress: ofIngress,
};

/** What a client is told of an object that it writes and that is taken (WarningsOnCreate, WarningsOnUpdate). */
export const warningsOf = (object: Unstructured, isNew: boolean): string[] => [
  ...warningsOfEndpoints(object.kind),
  ...(byKind[object.kind]?.(object, isNew) ?? []),
];
