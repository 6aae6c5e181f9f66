import type { KubernetesObject } from '../../cluster/cluster.ts';
import { formatDuration } from '../../core/duration.ts';
import { isObject, valueAt } from '../../core/json.ts';
import { boolean, choice, either, integer, list, object, optional, string, withDefault } from '../../core/shape.ts';
import { type Backend, readBackends, type ServiceBackends } from '../../probe/backends.ts';
import { failed, passed } from '../finding.ts';
import { commandLine } from '../kubernetes/command-line.ts';
import { explainPods } from '../kubernetes/pod-trouble.ts';
import { defineStep, type StepContext } from '../step.ts';

export interface EndpointsAreSpec {
  service: string;
  pods?: string[];
  labels?: string;
  count?: number;
  addresses?: string[];
  ready: boolean | 'any';
}

/** Compares the endpoints of a Service with the set that is expected, over all its EndpointSlices. */
export const endpointsAre = defineStep<EndpointsAreSpec>({
  key: 'endpoints-are',
  group: 'look',
  summary: "The Service's endpoints are exactly these.",
  description: `
Reads all [EndpointSlices](https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/) of the Service, as kube-proxy
does, and compares the set of their endpoints: none missing, none extra, order does not matter. Says for each missing pod why
it is not there. \`addresses\` is for endpoints that are written by hand; they appear in slices through mirroring.
`.trim(),
  shape: object(
    {
      service: string('The name of the Service.'),
      pods: optional(list(string('A name.'), 'The names of the pods; an empty list expects none.', { minItems: 0 })),
      labels: optional(string('A label selector: the pods are exactly those it selects, such as app=kubia.')),
      count: optional(integer('How many.', { minimum: 0 })),
      addresses: optional(
        list(string('IP:PORT, such as 10.0.0.7:80; for IPv6 [IP]:PORT.'), 'Addresses with target ports.', {
          minItems: 0,
        }),
      ),
      ready: withDefault(
        either(
          boolean('True: the ready ones. False: the others.'),
          choice(['any'], 'All of them.'),
          'Which of the endpoints are compared: the ready ones (true), the others (false), or any.',
        ),
        true,
      ),
    },
    'A Service and its endpoints: by one of pods, labels, count and addresses.',
    {
      oneOf: [{ required: ['pods'] }, { required: ['labels'] }, { required: ['count'] }, { required: ['addresses'] }],
    },
  ),
  example: '{ service: kubia, labels: app=kubia }',
  within: 60_000,
  watches: ({ service }, { namespace }) => [
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      namespace,
      labelSelector: `kubernetes.io/service-name=${service}`,
    },
    { apiVersion: 'v1', kind: 'Pod', namespace },
    { apiVersion: 'v1', kind: 'Service', namespace, fieldSelector: `metadata.name=${service}` },
  ],
  describe: (spec) => `the ${endpointsWord(spec)} of ${spec.service} are ${goalOf(spec)}`,
  run: async (spec, context) => {
    if (!context.memory.has('since')) context.memory.set('since', context.clock.now());
    const backends = await readBackends(context, { service: spec.service });
    const present = chosen(backends, spec);
    const names = spec.addresses ? present.flatMap(addressesOf) : present.map(({ name }) => name);
    const wanted = await wantedNames(spec, context);
    const took = formatDuration(context.clock.now() - Number(context.memory.get('since')));
    const seen = {
      expected: `the ${endpointsWord(spec)} of ${spec.service} are ${wanted ? listed(wanted) : spec.count}`,
      actual: `${present.length === 0 ? 'there are none' : listed(present.map(title))} after ${took}`,
      reproduce: commandLine([
        ...['kubectl', 'get', 'endpointslices', '-n', context.namespace],
        ...['-l', `kubernetes.io/service-name=${spec.service}`, '-o', 'wide'],
      ]),
      observation: {
        endpoints: present.map(({ name, address, ports }) => ({ name, address, ports })),
        addresses: present.flatMap(addressesOf),
      },
    };
    const missing = (wanted ?? []).filter((each) => !names.includes(each));
    const extra = wanted ? names.filter((each) => !wanted.includes(each)) : [];
    const right = wanted ? missing.length + extra.length === 0 : present.length === spec.count;
    if (right) return passed(seen);
    const why = await explain(spec, backends, missing, context);
    const parts = [
      ...(missing.length > 0 ? [`missing ${listed(missing)}`] : []),
      ...(extra.length > 0 ? [`extra ${listed(extra)}`] : []),
      ...(wanted ? [] : [`${present.length} instead of ${spec.count}`]),
    ];
    return failed(
      'endpoints-mismatch',
      `The ${endpointsWord(spec)} of ${spec.service} differ: ${parts.join(', ')}.${why[0] ? ` ${capital(why[0])}.` : ''}`,
      { ...seen, evidence: why.length > 0 ? [{ title: 'why', text: why.join('\n') }] : [] },
    );
  },
});

const chosen = ({ ready, notReady }: ServiceBackends, spec: EndpointsAreSpec): Backend[] =>
  spec.ready === 'any' ? [...ready, ...notReady] : spec.ready ? ready : notReady;

const endpointsWord = ({ ready }: EndpointsAreSpec): string =>
  ready === 'any' ? 'endpoints' : ready ? 'ready endpoints' : 'endpoints that are not ready';

const addressesOf = ({ address, ports }: Backend): string[] =>
  ports.map((port) => `${address.includes(':') ? `[${address}]` : address}:${port}`);

const title = (backend: Backend): string =>
  backend.name === backend.address
    ? addressesOf(backend).join(' ') || backend.address
    : `${backend.name} (${backend.address})`;

const goalOf = ({ pods, labels, count, addresses }: EndpointsAreSpec): string => {
  if (labels !== undefined) return `the pods with ${labels}`;
  return String(count ?? listed(pods ?? addresses ?? []));
};

/** Undefined when only the number counts. Pods on their way out are not expected. */
const wantedNames = async (
  { pods, labels, addresses }: EndpointsAreSpec,
  { cluster, namespace, signal }: StepContext,
): Promise<string[] | undefined> => {
  if (labels === undefined) return pods ?? addresses;
  const query = { apiVersion: 'v1', kind: 'Pod', namespace, labelSelector: labels };
  const { items } = await cluster.api.list(query, signal);
  return items.filter(canBeEndpoint).map((each) => each.metadata.name);
};

const canBeEndpoint = (pod: KubernetesObject): boolean => {
  const phase = valueAt(pod, ['status', 'phase']);
  return pod.metadata['deletionTimestamp'] === undefined && phase !== 'Succeeded' && phase !== 'Failed';
};

const explain = async (
  spec: EndpointsAreSpec,
  { service, notReady }: ServiceBackends,
  missing: readonly string[],
  context: StepContext,
): Promise<string[]> => {
  const selector = valueAt(service, ['spec', 'selector']);
  if (!isObject(selector) || Object.keys(selector).length === 0)
    return [`Service ${spec.service} has no selector, so its endpoints are those that somebody writes by hand`];
  if (spec.addresses) return notReady.length > 0 ? [`not ready: ${listed(notReady.map(title))}`] : [];
  const { items } = await context.cluster.api.list(
    { apiVersion: 'v1', kind: 'Pod', namespace: context.namespace },
    context.signal,
  );
  const selected = items.filter((pod) => unlike(pod, selector).length === 0);
  const lines = missing.flatMap((name) => {
    const pod = items.find((each) => each.metadata.name === name);
    if (!pod) return [`pod/${name} does not exist`];
    return unlike(pod, selector).map((each) => `pod/${name} ${each}`);
  });
  const unready = selected.filter((pod) => spec.pods === undefined || missing.includes(pod.metadata.name));
  const trouble = spec.ready === true ? await explainPods(unready, context) : [];
  if (lines.length + trouble.length > 0) return [...lines, ...trouble];
  if (selected.length > 0) return [];
  return [`no pod has the labels that Service ${spec.service} selects (${pairs(selector).join(',')})`];
};

/** What keeps a selector from choosing a pod: "lacks the label app=kubia (it has app=kuba)". */
const unlike = (pod: KubernetesObject, selector: Record<string, unknown>): string[] => {
  const labels = pod.metadata.labels ?? {};
  return Object.entries(selector)
    .filter(([key, value]) => labels[key] !== value)
    .map(([key, value]) => {
      const own = labels[key];
      return `lacks the label ${key}=${String(value)} that the Service selects${own === undefined ? '' : ` (it has ${key}=${own})`}`;
    });
};

const pairs = (selector: Record<string, unknown>): string[] =>
  Object.entries(selector).map(([key, value]) => `${key}=${String(value)}`);
const listed = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
