import { isImageName } from '../core/image-name.ts';
import { isObject, type JsonValue } from '../core/json.ts';
import type { Scenario } from '../scenario/scenario.ts';

/**
 * The images of all containers in the manifests of the scenarios, wherever a manifest is. A name that no image can have is
 * left out: its pod says what is wrong with it, and the other scenarios run.
 */
export const imagesOf = (scenarios: readonly Scenario[]): string[] => {
  const images = new Set<string>();
  const visit = (value: JsonValue | undefined): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (isObject(value)) {
      if (typeof value['image'] === 'string' && typeof value['name'] === 'string') images.add(value['image']);
      Object.values(value).forEach(visit);
    }
  };
  for (const { given, steps, cleanup } of scenarios) {
    for (const { objects } of given) objects.forEach(visit);
    for (const { spec } of [...steps, ...cleanup]) visit(spec);
  }
  return [...images].filter(isImageName).sort();
};
