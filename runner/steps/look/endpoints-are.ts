import type { KubernetesObject } from '../../cluster/cluster.ts';
import { formatDuration } from '../../core/duration.ts';
import { isObject, valueAt } from '../../core/json.ts';
import { boolean, choice, either, integer, list, object, optional, string, withDefault } from '../../core/shape.ts';
import { explainService } from '../../diagnosis/chain.ts';
import { explainPods, hasEnded, isBeingDeleted } from '../../diagnosis/explain-pod.ts';
import { commandLine } from '../../probe/command-line.ts';
import { hostText } from '../../probe/http/request.ts';
import { type Backend, listSlices, readBackends, type ServiceBackends } from '../../probe/identity/backends.ts';
import { failed, passed, Unmet } from '../finding.ts';
import { defineStep, type StepContext } from '../step.ts';
import { timeLooking } from '../time-looking.ts';

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
    const took = formatDuration(timeLooking(context));
    const backends = await readBackends(context, { service: spec.service });
    const present = chosen(backends, spec);
    const names = spec.addresses ? present.flatMap(addressesOf) : present.map(({ name }) => name);
    const wanted = await wantedNames(spec, context);

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
    if (right && present.length === 0 && !(await isSettled(backends, context)))
      return failed(
        'endpoints-mismatch',
        `Nobody has looked for endpoints of ${spec.service} yet: it has no EndpointSlice.`,
        seen,
      );
    if (right) return passed(seen);
    const { lines, hint } = await explain(spec, backends, missing, context);
    const parts = [
      ...(missing.length > 0 ? [`missing ${listed(missing)}`] : []),
      ...(extra.length > 0 ? [`extra ${listed(extra)}`] : []),
      ...(wanted ? [] : [`${present.length} instead of ${spec.count}`]),
    ];
    return failed(
      'endpoints-mismatch',
      `The ${endpointsWord(spec)} of ${spec.service} differ: ${parts.join(', ')}.${lines[0] ? ` ${lines[0]}` : ''}`,
      // The first line is part of the reason.
      { ...seen, evidence: lines.length > 1 ? [{ title: 'each', text: lines.join('\n') }] : [] },
      hint,
    );
  },
});

const chosen = ({ ready, notReady }: ServiceBackends, spec: EndpointsAreSpec): Backend[] => {
  if (spec.ready === 'any') return [...ready, ...notReady];
  return spec.ready ? ready : notReady;
};

const endpointsWord = ({ ready }: EndpointsAreSpec): string => {
  if (ready === 'any') return 'endpoints';
  return ready ? 'ready endpoints' : 'endpoints that are not ready';
};

const addressesOf = ({ address, ports }: Backend): string[] => ports.map((port) => `${hostText(address)}:${port}`);

const title = (backend: Backend): string =>
  backend.name === backend.address
    ? addressesOf(backend).join(' ') || backend.address
    : `${backend.name} (${backend.address})`;

const goalOf = ({ pods, labels, count, addresses }: EndpointsAreSpec): string => {
  if (labels !== undefined) return `the pods with ${labels}`;
  return String(count ?? listed(pods ?? addresses ?? []));
};

/**
 * For a Service with a selector the controller writes a slice even when no pod fits; before that, having no endpoint
 * means nothing (endpointslice controller, reconciler.go).
 */
const isSettled = async ({ service }: ServiceBackends, context: StepContext): Promise<boolean> => {
  const selector = valueAt(service, ['spec', 'selector']);
  if (!isObject(selector) || Object.keys(selector).length === 0) return true;
  if (valueAt(service, ['spec', 'type']) === 'ExternalName') return true;
  return (await listSlices(context, service.metadata.name, context.namespace)).length > 0;
};

/**
 * Undefined when only the number counts. Pods on their way out are not expected. Labels that select no pod expect nothing, which
 * would hold for a misspelt one too: that is not-found.
 */
const wantedNames = async (
  { pods, labels, addresses }: EndpointsAreSpec,
  { cluster, namespace, signal }: StepContext,
): Promise<string[] | undefined> => {
  if (labels === undefined) return pods ?? addresses;
  const query = { apiVersion: 'v1', kind: 'Pod', namespace, labelSelector: labels };
  const { items } = await cluster.api.list(query, signal);
  const names = items.filter(canBeEndpoint).map((each) => each.metadata.name);
  if (names.length > 0) return names;
  throw new Unmet('not-found', `No pod has the labels ${labels}.`, 'To expect no endpoint at all, write count: 0.');
};

const canBeEndpoint = (pod: KubernetesObject): boolean => !isBeingDeleted(pod) && !hasEnded(pod);

/** Why it differs: first what is wrong with the Service as a whole, then pod by pod. */
const explain = async (
  spec: EndpointsAreSpec,
  { service, ready, notReady }: ServiceBackends,
  missing: readonly string[],
  context: StepContext,
): Promise<{ lines: string[]; hint?: string | undefined }> => {
  if (spec.addresses) return { lines: notReady.length > 0 ? [`Not ready: ${listed(notReady.map(title))}.`] : [] };
  const { items } = await context.cluster.api.list(
    { apiVersion: 'v1', kind: 'Pod', namespace: context.namespace },
    context.signal,
  );
  const selector = valueAt(service, ['spec', 'selector']);
  const labels = isObject(selector) ? selector : {};
  const lines = missing.flatMap((name) => {
    const pod = items.find((each) => each.metadata.name === name);
    return pod ? unlike(pod, labels).map((each) => `Pod ${name} ${each}.`) : [`Pod ${name} does not exist.`];
  });
  if (spec.ready !== true) return { lines };
  const reason = ready.length === 0 ? await explainService(context, spec.service) : undefined;
  const selected = items.filter((pod) => Object.keys(labels).length > 0 && unlike(pod, labels).length === 0);
  const unready = selected.filter(({ metadata: { name } }) => spec.pods === undefined || missing.includes(name));
  const trouble = await explainPods(context, unready);
  return { lines: [...lines, ...(reason ? [reason.message] : []), ...trouble], hint: reason?.hint };
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

const listed = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));
