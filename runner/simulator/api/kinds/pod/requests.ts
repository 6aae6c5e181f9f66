import { isObject, type JsonObject, type JsonValue } from '../../../../core/json.ts';
import type { Container, PodSpec } from '../../../objects/pods.ts';

const mapOf = (value: JsonValue | undefined): JsonObject => (isObject(value) ? value : {});

const withRequests = (container: Container): Container => {
  const limits = mapOf(container.resources?.limits);
  if (Object.keys(limits).length === 0) return container;
  return {
    ...container,
    resources: { ...container.resources, requests: { ...limits, ...mapOf(container.resources?.requests) } },
  };
};

const eachContainer = (list: Container[] | undefined): Container[] | undefined =>
  Array.isArray(list) ? list.map((each) => (isObject(each) ? withRequests(each) : each)) : list;

/** A container of a pod requests what it may use at most, unless it says otherwise. */
export const defaultRequests = (spec: PodSpec): PodSpec => ({
  ...spec,
  containers: eachContainer(spec.containers) ?? spec.containers,
  ...(spec.initContainers && { initContainers: eachContainer(spec.initContainers) ?? [] }),
});
