import type { KubernetesObject } from '../../../cluster/cluster.ts';
import type { JsonObject, JsonValue } from '../../../core/json.ts';
import { objectAt, objectsAt } from '../../../core/json.ts';
import { protocolOf } from '../../../probe/service-port.ts';

/** The options of `kubectl expose`. All other fields of the Service come from the object. */
export interface ExposeOptions {
  name?: string;
  port?: number;
  targetPort?: number | string;
  type?: string;
  protocol?: string;
  labels?: Record<string, string>;
}

/** Thrown with kubectl's message for an object that cannot be exposed. */
export class CannotExpose extends Error {}

/** The kinds that `kubectl expose` accepts (kubectl, polymorphichelpers/canbeexposed.go). */
export const exposable: readonly string[] = ['ReplicationController', 'Service', 'Pod', 'Deployment', 'ReplicaSet'];

/** The length of a DNS label (RFC 1035). kubectl cuts a longer default name. */
const longestName = 63;

/**
 * The Service that `kubectl expose` creates for an object. Selector, ports, labels and name are those of the object
 * unless the options say otherwise. Throws `CannotExpose` if kubectl would refuse, checking in the same order.
 * https://kubernetes.io/docs/reference/kubectl/generated/kubectl_expose/ (kubectl 1.34, pkg/cmd/expose)
 */
export const exposedService = (object: KubernetesObject, options: ExposeOptions): KubernetesObject => {
  const selector = selectorFor(object);
  const ports = portsFor(object, options);
  if (Object.keys(selector).length === 0) throw new CannotExpose('selector must be specified');
  const labels = options.labels ?? object.metadata.labels ?? {};
  const { namespace } = object.metadata;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: options.name ?? object.metadata.name.slice(0, longestName),
      ...(namespace !== undefined && { namespace }),
      ...(Object.keys(labels).length > 0 && { labels }),
    },
    spec: { selector, ports, ...(options.type !== undefined && { type: options.type }) },
  };
};

const cannotSelect = (why: string): CannotExpose =>
  new CannotExpose(`couldn't retrieve selectors via --selector flag or introspection: ${why}`);

const selectorFor = (object: KubernetesObject): JsonObject => {
  const selector = objectAt(object, 'spec', 'selector') ?? {};
  switch (object.kind) {
    case 'Pod': {
      const labels = object.metadata.labels ?? {};
      if (Object.keys(labels).length === 0) throw cannotSelect('the pod has no labels and cannot be exposed');
      return labels;
    }
    case 'Service':
      if (Object.keys(selector).length === 0) throw cannotSelect('the service has no pod selector set');
      return selector;
    case 'Deployment':
    case 'ReplicaSet':
      return labelsOfSelector(selector, object.kind);
    default:
      return selector;
  }
};

const labelsOfSelector = (selector: JsonObject, kind: string): JsonObject => {
  const labels = objectAt(selector, 'matchLabels') ?? {};
  if (Object.keys(labels).length === 0)
    throw cannotSelect(`invalid ${kind.toLowerCase()}: no selectors, therefore cannot be exposed`);
  const expressions = objectsAt(selector, 'matchExpressions');
  if (expressions.length > 0)
    throw cannotSelect(`couldn't convert expressions - "${goText(expressions)}" to map-based selector format`);
  return labels;
};

/** A list of requirements in the format of Go's `%+v`. */
const goText = (expressions: readonly JsonObject[]): string => {
  const texts = expressions.map(({ key, operator, values }) => {
    const list = Array.isArray(values) ? values.map(String).join(' ') : '';
    return `{Key:${String(key)} Operator:${String(operator)} Values:[${list}]}`;
  });
  return `[${texts.join(' ')}]`;
};

interface DeclaredPort {
  port: number;
  protocol: string;
}

const numberOf = (value: JsonValue | undefined): number => (typeof value === 'number' ? value : 0);

/** The ports of a Service, or of the containers. A workload has its containers in its pod template. */
const declaredPorts = (object: KubernetesObject): DeclaredPort[] => {
  const ports =
    object.kind === 'Service'
      ? objectsAt(object, 'spec', 'ports').map((each) => ({ ...each, number: each['port'] }))
      : objectsAt(object, 'spec', ...(object.kind === 'Pod' ? [] : ['template', 'spec']), 'containers')
          .flatMap((container) => objectsAt(container, 'ports'))
          .map((each) => ({ ...each, number: each['containerPort'] }));
  return ports.map((each) => ({ port: numberOf(each.number), protocol: protocolOf(each) }));
};

const portsFor = (object: KubernetesObject, options: ExposeOptions): JsonObject[] => {
  const declared = declaredPorts(object);
  const numbers = options.port === undefined ? [...new Set(declared.map(({ port }) => port))] : [options.port];
  if (numbers.length === 0) throw new CannotExpose("couldn't find port via --port flag or introspection");
  return numbers.flatMap((port, index) => {
    const protocols = declared.filter((each) => each.port === port).map((each) => each.protocol);
    const name = numbers.length > 1 ? `port-${index + 1}` : undefined;
    const chosen = options.protocol ?? (protocols.length > 1 ? undefined : (protocols[0] ?? 'TCP'));
    if (chosen !== undefined) return [servicePort(port, chosen, name, options)];
    // A number with several protocols gives one port for each, with the protocol in its name.
    return protocols.map((each) => servicePort(port, each, `port-${index + 1}-${each.toLowerCase()}`, options));
  });
};

const servicePort = (
  port: number,
  protocol: string,
  name: string | undefined,
  { targetPort = port }: ExposeOptions,
): JsonObject => ({ ...(name !== undefined && { name }), port, protocol, targetPort });
