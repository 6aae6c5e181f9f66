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

/** Compares the endpoints of a Service with the expected ones. */
export const endpointsAre = defineStep<EndpointsAreSpec>({
  key: 'endpoints-are',
  group: 'look',
  summary: "The Service's endpoints are exactly the expected ones.",
  description: `
Reads all [EndpointSlices](https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/) of the Service, like
kube-proxy, and compares their endpoints as a set: no endpoint may be missing or additional, and the order does not matter. On failure
it says for each missing pod why it is not an endpoint. Use \`addresses\` for manual endpoints; Kubernetes mirrors a manual Endpoints
object into slices.
`.trim(),
  shape: object(
    {
      service: string('The Service.'),
      pods: optional(
        list(string('A name.'), 'The names of the pods. An empty list expects no endpoint.', { minItems: 0 }),
      ),
      labels: optional(string('A label selector such as app=kubia: the pods are exactly those that match it.')),
      count: optional(integer('The number of endpoints.', { minimum: 0 })),
      addresses: optional(
        list(string('IP:PORT, such as 10.0.0.7:80; for IPv6 [IP]:PORT.'), 'The addresses with their target ports.', {
          minItems: 0,
        }),
      ),
      ready: withDefault(
        either(
          boolean('True: the ready endpoints. False: those that are not ready.'),
          choice(['any'], 'All endpoints.'),
          'The endpoints to compare: the ready ones (true), those that are not ready (false), or any.',
        ),
        true,
      ),
    },
    'A Service, and its endpoints by exactly one of pods, labels, count and addresses.',
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
      actual: `${listed(present.map(title))} after ${took}`,
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
        `Service ${spec.service} has no EndpointSlice yet, so its endpoints are not known.`,
        seen,
      );
    if (right) return passed(seen);
    const { lines, hint } = await explain(spec, backends, missing, context);
    const parts = [
      ...(missing.length > 0 ? [`missing: ${listed(missing)}`] : []),
      ...(extra.length > 0 ? [`not expected: ${listed(extra)}`] : []),
      ...(wanted ? [] : [`there are ${present.length}, not ${spec.count}`]),
    ];
    return failed(
      'endpoints-mismatch',
      `The ${endpointsWord(spec)} of ${spec.service} differ; ${parts.join('; ')}.${lines[0] ? ` ${lines[0]}` : ''}`,
      // The first line is already part of the reason.
      { ...seen, evidence: lines.length > 1 ? [{ title: 'reasons', text: lines.join('\n') }] : [] },
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
 * Whether it is known that a Service has no endpoints. For a Service with a selector, the controller writes a slice
 * even if no pod matches; before that, an empty list means nothing (endpointslice controller, reconciler.go).
 */
const isSettled = async ({ service }: ServiceBackends, context: StepContext): Promise<boolean> => {
  const selector = valueAt(service, ['spec', 'selector']);
  if (!isObject(selector) || Object.keys(selector).length === 0) return true;
  if (valueAt(service, ['spec', 'type']) === 'ExternalName') return true;
  return (await listSlices(context, service.metadata.name, context.namespace)).length > 0;
};

/**
 * The names of the expected endpoints; undefined if only their number is expected. Pods that are being deleted are not
 * expected. Rejects with `Unmet` not-found if no pod has the labels: no endpoint at all would also fit a misspelt
 * label.
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
  throw new Unmet(
    'not-found',
    `No pod matches the label selector ${labels}.`,
    'To expect no endpoint, write count: 0.',
  );
};

const canBeEndpoint = (pod: KubernetesObject): boolean => !isBeingDeleted(pod) && !hasEnded(pod);

/** Why the endpoints differ: the missing pods, the first broken link of the Service, and pods that are not ready. */
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

/** The labels of a selector that a pod does not have: "lacks the label app=kubia (it has app=kuba)". */
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
