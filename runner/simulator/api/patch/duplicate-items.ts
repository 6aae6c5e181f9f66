import { isObject, type JsonValue } from '../../../core/json.ts';
import { fieldSchema, type Shape, shapeOf } from '../schema/schema.ts';
import { isGranular, itemStep, pathText } from './fields.ts';

/**
 * Items of keyed lists and sets that stand twice, as the types of server-side apply tell them
 * (sigs.k8s.io/structured-merge-diff, typed/validate.go). An applied configuration must not have any.
 */
export const duplicateItems = (
  value: JsonValue | undefined,
  shape: Shape,
  steps: readonly string[] = [],
): readonly string[] => {
  if (!isGranular(value, shape)) return [];
  if (isObject(value))
    return Object.entries(value).flatMap(([key, child]) =>
      duplicateItems(child, shapeOf(fieldSchema(shape, key) ?? {}), [...steps, `f:${key}`]),
    );
  if (!Array.isArray(value)) return [];
  const itemShape = shapeOf(shape.items ?? {});
  const seen = new Set<string>();
  return value.flatMap((item) => {
    const step = itemStep(item, shape);
    const isKnown = seen.has(step);
    seen.add(step);
    return [
      ...(isKnown ? [`${pathText(steps)}: duplicate entries for key ${pathText([step])}`] : []),
      ...duplicateItems(item, itemShape, [...steps, step]),
    ];
  });
};
