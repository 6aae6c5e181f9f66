import type { KubernetesObject } from '../cluster/cluster.ts';
import { countOf } from '../core/count.ts';
import { nearest } from '../core/nearest.ts';
import type { Reason } from '../core/reason.ts';
import { Unmet } from '../core/rejection.ts';
import type { ProbeContext } from '../probe/exec.ts';
import { type Backend, readBackends } from '../probe/identity/backends.ts';
import { labelText, objectsAt, selectorOf, selectsLabels, textAt } from '../probe/read-object.ts';
import { explainPod, isBeingDeleted } from './explain-pod.ts';

/**
 * The first broken link between a Service's name and its pods, in a student's words. Undefined when the objects show no
 * fault. Never rejects for a missing Service: that is an answer.
 */
export const explainService = async (
  context: ProbeContext,
  name: string,
  namespace = context.namespace,
): Promise<Reason | undefined> => {
  try {
    const { service, ready, notReady } = await readBackends(context, { service: name, namespace });
    const pods = (await context.cluster.api.list({ apiVersion: 'v1', kind: 'Pod', namespace }, context.signal)).items;
    if (ready.length > 0) return explainTargetPort(service, ready, pods) ?? explainByHand(service, ready);
    if (textAt(service, 'spec', 'type') === 'ExternalName') return externalName(service);
    if (notReady.length > 0) return explainNotReady(context, service, notReady, pods);
    return explainEmpty(context, service, pods);
  } catch (cause) {
    if (cause instanceof Unmet) return cause.reason;
    throw cause;
  }
};

const externalName = (service: KubernetesObject): Reason => ({
  code: 'no-endpoints',
  message: `Service ${service.metadata.name} is of type ExternalName: it is a DNS alias for ${textAt(service, 'spec', 'externalName')} and sends to no pod.`,
});

const explainNotReady = async (
  context: ProbeContext,
  { metadata: { name } }: KubernetesObject,
  notReady: readonly Backend[],
  pods: readonly KubernetesObject[],
): Promise<Reason> => {
  const first = pods.find((pod) => pod.metadata.name === notReady[0]?.pod);
  const why = first ? await podSentence(context, first) : '';
  const which =
    notReady.length === 1
      ? `the only pod behind Service ${name} is`
      : `${notReady.length} pods behind Service ${name} are`;
  return {
    code: 'not-ready',
    message: `No pod is ready: ${which} not ready${why && `. ${why}`}`,
    hint: 'Only pods that are Ready get connections. Look at the readiness probe and at kubectl describe pod.',
  };
};

/** "Pod web: its phase is Pending."; empty for a ready pod. */
const podSentence = async (context: ProbeContext, pod: KubernetesObject): Promise<string> => {
  const why = await explainPod(context, pod);
  return why === undefined ? '' : `Pod ${pod.metadata.name}: ${why}.`;
};

const explainEmpty = async (
  context: ProbeContext,
  service: KubernetesObject,
  pods: readonly KubernetesObject[],
): Promise<Reason> => {
  const { name } = service.metadata;
  const selector = selectorOf(service);
  if (Object.keys(selector).length === 0)
    return {
      code: 'no-endpoints',
      message: `Service ${name} has no selector, so Kubernetes makes no endpoints for it, and nobody else made any.`,
      hint: `Give it a selector, or make an EndpointSlice with the label kubernetes.io/service-name=${name}.`,
    };
  const matching = pods.filter((pod) => selectsLabels(selector, pod) && !isBeingDeleted(pod));
  if (matching.length === 0) return explainSelector(name, selector, pods);
  const missing = explainPortName(service, matching);
  if (missing) return missing;
  const why = await podSentence(context, matching[0] as KubernetesObject);
  return {
    code: 'no-endpoints',
    message: `${countOf(matching.length, 'pod')} match the selector ${labelText(selector)} of Service ${name}, but none is an endpoint of it yet${why && `. ${why}`}`,
  };
};

const explainSelector = (name: string, selector: Record<string, string>, pods: readonly KubernetesObject[]): Reason => {
  const meant = nearestLabels(selector, pods);
  const carriers = meant ? pods.filter((pod) => selectsLabels(meant, pod)) : [];
  const guess = meant
    ? ` Did you mean ${labelText(meant)}, which ${countOf(carriers.length, 'pod')} ${carriers.length === 1 ? 'carries' : 'carry'}?`
    : '';
  return {
    code: 'no-endpoints',
    message: `No pod matches the selector ${labelText(selector)} of Service ${name}.${guess}`,
    hint:
      pods.length > 0
        ? "Compare the Service's selector with kubectl get pods --show-labels."
        : 'There is no pod in the namespace at all.',
  };
};

/** The selector with each term that no pod carries replaced by the nearest label that some pod carries. */
const nearestLabels = (
  selector: Record<string, string>,
  pods: readonly KubernetesObject[],
): Record<string, string> | undefined => {
  const carried = [
    ...new Set(
      pods.flatMap((pod) => Object.entries(pod.metadata.labels ?? {}).map(([key, value]) => `${key}=${value}`)),
    ),
  ];
  const terms = Object.entries(selector).map(([key, value]) => {
    const term = `${key}=${value}`;
    return carried.includes(term) ? term : nearest(term, carried);
  });
  if (terms.some((term) => term === undefined)) return undefined;
  const meant = Object.fromEntries(
    terms.map((term = '') => [term.slice(0, term.indexOf('=')), term.slice(term.indexOf('=') + 1)]),
  );
  return pods.some((pod) => selectsLabels(meant, pod)) ? meant : undefined;
};

/** A named targetPort is looked up in each pod; a pod without it is left out. */
const explainPortName = (service: KubernetesObject, pods: readonly KubernetesObject[]): Reason | undefined => {
  const declared = pods.flatMap(containerPorts);
  const names = [...new Set(declared.map((port) => textAt(port, 'name')).filter(Boolean))];
  const lost = objectsAt(service, 'spec', 'ports')
    .map((port) => port['targetPort'])
    .find((target): target is string => typeof target === 'string' && !names.includes(target));
  if (lost === undefined) return undefined;
  return {
    code: 'no-endpoints',
    message: `Service ${service.metadata.name} sends to the port named ${lost}, and no container of its pods has a port of that name${otherNames(lost, names)}`,
    hint: "targetPort is the number or the name of a container's port.",
  };
};

const otherNames = (lost: string, names: readonly string[]): string => {
  const meant = nearest(lost, names);
  if (meant !== undefined) return `; did you mean ${meant}?`;
  return names.length > 0 ? `; they have ${names.join(', ')}.` : '.';
};

/** Declared ports are only documentation, so this explains a failure and never makes one. */
const explainTargetPort = (
  service: KubernetesObject,
  ready: readonly Backend[],
  pods: readonly KubernetesObject[],
): Reason | undefined => {
  const behind = pods.filter((pod) => ready.some((backend) => backend.pod === pod.metadata.name));
  const declared = [...new Set(behind.flatMap(containerPorts).map((port) => port['containerPort']))];
  const targets = [...new Set(ready.flatMap(({ ports }) => ports))];
  const wrong = targets.filter((target) => !declared.includes(target));
  if (declared.length === 0 || wrong.length === 0) return undefined;
  return {
    code: 'refused',
    message: `Service ${service.metadata.name} sends to port ${wrong.join(', ')}, but the pods declare ${declared.join(', ')}.`,
    hint: 'targetPort must be the port on which the container listens.',
  };
};

/** Nobody checks addresses that a person wrote: no pod's readiness stands behind them. */
const explainByHand = (service: KubernetesObject, ready: readonly Backend[]): Reason | undefined => {
  const addresses = ready
    .filter(({ pod }) => !pod)
    .flatMap(({ address, ports }) => ports.map((port) => `${address}:${port}`));
  if (addresses.length === 0) return undefined;
  return {
    code: 'refused',
    message: `Service ${service.metadata.name} sends to addresses that were written by hand: ${addresses.slice(0, 5).join(', ')}.`,
    hint: 'Does a program listen at these addresses and ports? The port of an endpoint is the target port.',
  };
};

const containerPorts = (pod: KubernetesObject) =>
  objectsAt(pod, 'spec', 'containers').flatMap((container) => objectsAt(container, 'ports'));
