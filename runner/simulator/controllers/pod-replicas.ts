import type { JsonObject } from '../../core/json.ts';
import type { Matcher } from '../../core/labels.ts';
import { StatusError } from '../api/status.ts';
import type { Change, Store } from '../api/store.ts';
import { isTrue, type Unstructured } from '../objects/metadata.ts';
import type { Pod, PodTemplate } from '../objects/pods.ts';
import type { Context } from './context.ts';
import { keyOf } from './controller.ts';

/** Whether a pod has neither ended nor begun to terminate. */
export const isActive = ({ metadata, status }: Pod): boolean =>
  !metadata.deletionTimestamp && status.phase !== 'Succeeded' && status.phase !== 'Failed';

export const isReady = (pod: Pod): boolean => isTrue(pod.status.conditions, 'Ready');

/** Ready for at least `seconds`. */
export const isAvailable = (pod: Pod, seconds: number, now: number): boolean => {
  const ready = pod.status.conditions?.find(({ type }) => type === 'Ready');
  if (ready?.status !== 'True') return false;
  return seconds === 0 || Date.parse(ready.lastTransitionTime ?? '') + seconds * 1000 <= now;
};

const known = new WeakMap<Unstructured, JsonObject>();

/** All objects that an owner makes while it stays unchanged share one reference. */
export const ownerReference = (owner: Unstructured): JsonObject => {
  const reference = known.get(owner) ?? {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
  known.set(owner, reference);
  return reference;
};

/** The pods of an owner; adopts matching orphans and lets go of its own that match no longer. */
export const claimPods = (context: Context, owner: Unstructured, matches: Matcher): Pod[] => {
  const claimed: Pod[] = [];
  const { uid, namespace = '' } = owner.metadata;
  const leaving = owner.metadata['deletionTimestamp'] !== undefined;
  for (const pod of context.pods.ownedBy(uid)) {
    if (matches(pod.metadata.labels)) claimed.push(pod);
    else if (!leaving) {
      const rest = (pod.metadata.ownerReferences ?? []).filter((each) => each.uid !== uid);
      context.setMetadata(pod, { ownerReferences: rest });
    }
  }
  for (const pod of leaving ? [] : context.pods.orphans(namespace)) {
    if (!matches(pod.metadata.labels) || !isActive(pod)) continue;
    const own = ownerReference(owner) as never;
    context.setMetadata(pod, { ownerReferences: [...(pod.metadata.ownerReferences ?? []), own] });
    claimed.push(pod);
  }
  return claimed;
};

/** The message of an event about a pod that was made or deleted, or could not be: StatefulSets have words of their own. */
const podWords = (owner: Unstructured, verb: 'create' | 'delete', name: string, fault?: string): string => {
  if (owner.kind === 'StatefulSet') {
    const what = `${verb} Pod ${name} in StatefulSet ${owner.metadata.name}`;
    return fault === undefined ? `${what} successful` : `${what} failed error: ${fault}`;
  }
  if (fault !== undefined) return `Error creating: ${fault}`;
  return `${verb === 'create' ? 'Created' : 'Deleted'} pod: ${name}`;
};

export interface PodOptions {
  /** The controller that makes it, as events name it. */
  component: string;
  /** Beside, or instead of, what the template says. */
  metadata?: JsonObject & { name?: string };
  spec?: JsonObject;
}

/**
 * Makes a pod from a template: a generated name, the template's labels and annotations, the owner's reference. Answers with
 * the refusal when it is refused.
 */
export const createPod = (
  context: Context,
  owner: Unstructured,
  template: PodTemplate,
  { component, metadata, spec }: PodOptions,
): Pod | StatusError => {
  const source = { component };
  try {
    const pod = context.create('Pod', {
      metadata: {
        generateName: `${owner.metadata.name}-`,
        namespace: owner.metadata.namespace,
        ...(template.metadata?.labels && { labels: template.metadata.labels }),
        ...(template.metadata?.annotations && { annotations: template.metadata.annotations }),
        ownerReferences: [ownerReference(owner)],
        ...metadata,
      },
      spec: { ...template.spec, ...spec },
    });
    const message = podWords(owner, 'create', pod.metadata.name);
    context.recorder.record(owner, { type: 'Normal', reason: 'SuccessfulCreate', message, source });
    return pod;
  } catch (fault) {
    if (!(fault instanceof StatusError)) throw fault;
    const message = podWords(owner, 'create', metadata?.name ?? '', fault.message);
    context.recorder.record(owner, { type: 'Warning', reason: 'FailedCreate', message, source });
    return fault;
  }
};

export const deletePod = (context: Context, owner: Unstructured, pod: Pod, component: string): void => {
  context.remove(pod);
  const message = podWords(owner, 'delete', pod.metadata.name);
  context.recorder.record(owner, { type: 'Normal', reason: 'SuccessfulDelete', message, source: { component } });
};

const rankOf = (pod: Pod): number =>
  (pod.spec.nodeName ? 4 : 0) + (pod.status.phase === 'Running' ? 2 : 0) + (isReady(pod) ? 1 : 0);

/** Pods in the order in which they go: not scheduled, not running, not ready, then the youngest. */
export const inDeletionOrder = (pods: readonly Pod[]): Pod[] =>
  pods.toSorted(
    (a, b) =>
      rankOf(a) - rankOf(b) ||
      Date.parse(b.metadata.creationTimestamp ?? '') - Date.parse(a.metadata.creationTimestamp ?? '') ||
      (a.metadata.name < b.metadata.name ? -1 : 1),
  );

/** Pods that were refused because their ServiceAccount did not exist can be made once there is one. */
export const keysOfAccount = (store: Store, kind: string, { kind: changed, type, object }: Change): string[] =>
  changed === 'ServiceAccount' && type === 'ADDED'
    ? store
        .list(kind, object.metadata.namespace)
        .map(({ metadata }) => keyOf(metadata['namespace'] as string, metadata.name))
    : [];
