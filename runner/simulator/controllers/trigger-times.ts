import { isTrue } from '../objects/metadata.ts';
import type { Pod } from '../objects/pods.ts';
import type { Service } from '../objects/services.ts';

/** The annotation that tells since when endpoint objects are due; kube-proxy measures its delay by it. */
export const triggerAnnotation = 'endpoints.kubernetes.io/last-change-trigger-time';

const readySince = ({ status }: Pod): string =>
  status.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime ?? '';

const uidOf = ({ metadata }: Pod): string => metadata.uid;

/** When the changes of each Service's endpoints were triggered: k8s.io/endpointslice/util, TriggerTimeTracker. */
export class TriggerTimes {
  /** Key of a Service → UIDs of its pods that were ready. */
  readonly #ready = new Map<string, ReadonlySet<string>>();

  /**
   * At first the Service itself is the trigger, then the pods that became ready or ceased to be. Undefined when pods only
   * came, went or got an address.
   */
  next(key: string, service: Service, pods: readonly Pod[]): string | undefined {
    const before = this.#ready.get(key);
    const ready = new Set(pods.filter(({ status }) => isTrue(status.conditions, 'Ready')).map(uidOf));
    this.#ready.set(key, ready);
    if (!before) return service.metadata.creationTimestamp;
    const changed = pods.filter((pod) => ready.has(uidOf(pod)) !== before.has(uidOf(pod)));
    return changed.map(readySince).toSorted()[0] || undefined;
  }

  forget(key: string): void {
    this.#ready.delete(key);
  }
}

/** The annotations of an endpoint object that is written because of `time`. */
export const withTrigger = (
  annotations: Record<string, string> | undefined,
  time: string | undefined,
): { annotations?: Record<string, string> } => {
  const { [triggerAnnotation]: _, ...rest } = annotations ?? {};
  const next = time === undefined ? rest : { ...rest, [triggerAnnotation]: time };
  return Object.keys(next).length > 0 ? { annotations: next } : {};
};
