import { isObject, type JsonObject, type JsonValue } from '../../../../core/json.ts';
import type { Container, PodSpec } from '../../../objects/objects.ts';

const mapOf = (value: JsonValue | undefined): JsonObject => (isObject(value) ? value : {});

const isEmpty = (list: JsonObject): boolean => Object.keys(list).length === 0;

const withRequests = (container: Container): Container => {
  const limits = mapOf(container.resources?.limits);
  if (isEmpty(limits)) return container;
  return {
    ...container,
    resources: { ...container.resources, requests: { ...limits, ...mapOf(container.resources?.requests) } },
  };
};

const eachContainer = (list: Container[] | undefined): Container[] | undefined =>
  Array.isArray(list) ? list.map((each) => (isObject(each) ? withRequests(each) : each)) : list;

/** What a container of a pod may use at most it also requests, unless it says otherwise. */
export const defaultRequests = (spec: PodSpec): PodSpec => ({
  ...spec,
  containers: eachContainer(spec.containers) ?? spec.containers,
  ...(spec.initContainers && { initContainers: eachContainer(spec.initContainers) ?? [] }),
});

/** For containers, the largest limit is the default limit, that the default request, and the least comes last. */
const defaultItem = (item: JsonObject): JsonObject => {
  if (item['type'] !== 'Container') return item;
  const limit = { ...mapOf(item['max']), ...mapOf(item['default']) };
  const request = { ...mapOf(item['min']), ...limit, ...mapOf(item['defaultRequest']) };
  return {
    ...item,
    ...(!isEmpty(limit) && { default: limit }),
    ...(!isEmpty(request) && { defaultRequest: request }),
  };
};

export const defaultLimitRange = (spec: JsonObject): JsonObject => ({
  ...spec,
  limits: Array.isArray(spec['limits'])
    ? spec['limits'].map((each) => (isObject(each) ? defaultItem(each) : each))
    : null,
});
