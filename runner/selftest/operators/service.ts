import { isObject, type JsonObject, type JsonPath, type JsonValue, valueAt } from '../../core/json.ts';
import type { Edit, Mutation } from '../mutant.ts';
import { entriesAt, one, otherNumber, otherText } from './other.ts';

/**
 * The mistakes in a Service. Only fields of the manifest are changed, so that each mutant is a mistake that a person
 * could have made in this manifest. https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/
 */
export const breakService = (service: JsonObject): Mutation[] => [
  ...selectorTerms(service),
  ...ports(service),
  ...typeChange(service),
  ...headless(service),
  ...affinity(service),
  ...trafficPolicies(service),
  ...(valueAt(service, ['spec', 'publishNotReadyAddresses']) === true
    ? [one('publish-not-ready', ['spec', 'publishNotReadyAddresses'], false)]
    : []),
  ...(typeof valueAt(service, ['spec', 'externalName']) === 'string'
    ? [one('external-name', ['spec', 'externalName'], 'elsewhere.example.org')]
    : []),
];

const selectorTerms = (service: JsonObject): Mutation[] =>
  Object.entries(objectAt(service, ['spec', 'selector'])).map(([key, value]) =>
    one('selector', ['spec', 'selector', key], otherText(value)),
  );

const ports = (service: JsonObject): Mutation[] => {
  const external = valueAt(service, ['spec', 'type']) === 'ExternalName';
  const virtual = valueAt(service, ['spec', 'clusterIP']) !== 'None' && !external;
  // An ExternalName has a DNS name only. Without a selector, targetPort is not used. A headless Service has no virtual
  // port.
  const selects = Object.keys(objectAt(service, ['spec', 'selector'])).length > 0;
  return entriesAt(service, ['spec', 'ports']).flatMap(({ path, value: port }) => [
    ...(virtual ? [one('port', [...path, 'port'], otherNumber(port['port']))] : []),
    ...(selects && !external ? [one('target-port', [...path, 'targetPort'], otherTarget(port))] : []),
    ...(port['name'] === undefined || external ? [] : [one('port-name', [...path, 'name'], otherText(port['name']))]),
    ...(port['nodePort'] === undefined ? [] : [one('node-port', [...path, 'nodePort'], otherNumber(port['nodePort']))]),
  ]);
};

/** Another targetPort. Its default is the port. */
const otherTarget = ({ port, targetPort = port }: JsonObject): JsonValue =>
  typeof targetPort === 'string' && !targetPort.includes('${')
    ? `${targetPort.slice(0, 13)}-x`
    : otherNumber(targetPort);

/** Changes each type to the one that offers less. */
const typeChange = (service: JsonObject): Mutation[] => {
  const type = valueAt(service, ['spec', 'type']);
  const toType = (to: string, edits: readonly Edit[]): Mutation[] => [
    { operator: 'type', edits: [{ path: ['spec', 'type'], to }, ...edits] },
  ];
  if (type === 'LoadBalancer')
    return toType(
      'NodePort',
      ['allocateLoadBalancerNodePorts', 'loadBalancerClass', 'loadBalancerSourceRanges'].map((key) =>
        gone(['spec', key]),
      ),
    );
  if (type === 'NodePort')
    return toType('ClusterIP', [
      gone(['spec', 'externalTrafficPolicy']),
      ...entriesAt(service, ['spec', 'ports']).map(({ path }) => gone([...path, 'nodePort'])),
    ]);
  if (type === 'ExternalName')
    return toType('ClusterIP', [gone(['spec', 'externalName']), { path: ['spec', 'ports'], to: [{ port: 80 }] }]);
  return [];
};

const headless = (service: JsonObject): Mutation[] =>
  valueAt(service, ['spec', 'clusterIP']) === 'None' ? [one('cluster-ip', ['spec', 'clusterIP'], undefined)] : [];

const affinity = (service: JsonObject): Mutation[] => {
  const path = ['spec', 'sessionAffinity'];
  const value = valueAt(service, path);
  const seconds = ['spec', 'sessionAffinityConfig', 'clientIP', 'timeoutSeconds'];
  return [
    ...(value === 'ClientIP'
      ? [{ operator: 'affinity', edits: [{ path, to: 'None' }, gone(['spec', 'sessionAffinityConfig'])] } as const]
      : []),
    ...(value === 'None' ? [one('affinity', path, 'ClientIP')] : []),
    // The default of Kubernetes is three hours.
    ...(valueAt(service, seconds) === undefined ? [] : [one('affinity', seconds, 10_800)]),
  ];
};

const trafficPolicies = (service: JsonObject): Mutation[] =>
  ['internalTrafficPolicy', 'externalTrafficPolicy']
    .filter((key) => valueAt(service, ['spec', key]) === 'Local')
    .map((key) => one('traffic-policy', ['spec', key], 'Cluster'));

const gone = (path: JsonPath): Edit => ({ path, to: undefined });

const objectAt = (object: JsonObject, path: JsonPath): JsonObject => {
  const value = valueAt(object, path);
  return isObject(value) ? value : {};
};
