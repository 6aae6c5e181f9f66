import { isObject, type JsonObject } from '../../../../core/json.ts';
import type { PodSpec } from '../../../objects/pods.ts';

/** https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/ */
export const qualityOf = ({ containers = [] }: PodSpec): string => {
  const sizes = containers.map(({ resources = {} }) => ({
    requests: isObject(resources.requests) ? resources.requests : {},
    limits: isObject(resources.limits) ? resources.limits : {},
  }));
  const guaranteed = ({ requests, limits }: { requests: JsonObject; limits: JsonObject }): boolean =>
    ['cpu', 'memory'].every((name) => limits[name] !== undefined && (requests[name] ?? limits[name]) === limits[name]);
  if (sizes.every(({ requests, limits }) => Object.keys({ ...requests, ...limits }).length === 0)) return 'BestEffort';
  return sizes.every(guaranteed) ? 'Guaranteed' : 'Burstable';
};
