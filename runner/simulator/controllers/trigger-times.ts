import { isTrue } from '../objects/metadata.ts';
import type { Pod } from '../objects/pods.ts';
import type { Service } from '../objects/services.ts';

/** The annotation that tells since when endpoint objects are due; kube-proxy measures its delay by it. */
export const triggerAnnotation = 'endpoints.kubernetes.io/last-change-trigger-time';

interface Seen {
  /** Pods that were ready, by uid. */
  ready: ReadonlySet<string>;
}

const readySince = ({ status }: Pod): string =>
  status.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime ?? '';

/**
 * What changed a Service's endpoints: k8s.io/endpointslice/util, TriggerTimeTracker. The Service itself at first, then
 * the pods that became ready or ceased to be; nothing when pods only came, went or got an address.
 */
export const createTriggerTimes = () => {
  const states = new Map<string, Seen>();
  return {
    next: (key: string, service: Service, pods: readonly Pod[]): string | undefined => {
      const before = states.get(key);
      const ready = new Set(pods.filter(({ status }) => isTrue(status.conditions, 'Ready')).map(uidOf));
      states.set(key, { ready });
      if (!before) return service.metadata.creationTimestamp;
      const changed = pods.filter((pod) => ready.has(uidOf(pod)) !== before.ready.has(uidOf(pod)));
      return changed.map(readySince).toSorted()[0] || undefined;
    },
    forget: (key: string): void => {
      states.delete(key);
    },
  };
};

const uidOf = ({ metadata }: Pod): string => metadata.uid;

/** The annotations of an endpoint object that is written because of `time`. */
export const withTrigger = (
  annotations: Record<string, string> | undefined,
  time: string | undefined,
): { annotations?: Record<string, string> } => {
  const { [triggerAnnotation]: _, ...rest } = annotations ?? {};
  const next = time === undefined ? rest : { ...rest, [triggerAnnotation]: time };
  return Object.keys(next).length > 0 ? { annotations: next } : {};
};
