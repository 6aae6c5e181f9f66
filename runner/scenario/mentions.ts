import type { Span } from '../core/diagnostic.ts';
import { isObject, type JsonPath, type JsonValue } from '../core/json.ts';
import type { PlacedObject } from './manifests.ts';

/** The place of a kind or an image in a manifest. A simulated cluster may lack it. */
export type Mention = { span: Span } & ({ apiVersion: string; kind: string } | { image: string });

/** The mapping of a container has a name and an image, wherever in the manifest it is. */
const imagePaths = (value: JsonValue | undefined, path: JsonPath): { image: string; path: JsonPath }[] => {
  if (Array.isArray(value)) return value.flatMap((each, index) => imagePaths(each, [...path, index]));
  if (!isObject(value)) return [];
  const { image, name } = value;
  const own = typeof image === 'string' && typeof name === 'string' ? [{ image, path: [...path, 'image'] }] : [];
  return [...own, ...Object.entries(value).flatMap(([key, each]) => imagePaths(each, [...path, key]))];
};

/** The kind and the images of an object at its place in a page. An expression has no value yet. */
export const mentionsOf = ({ object, page, path }: PlacedObject): Mention[] => {
  const { apiVersion, kind } = object;
  return [
    { apiVersion, kind, span: page.span([...path, 'kind'], 'value') },
    ...imagePaths(object, path).map(({ image, path }) => ({ image, span: page.span(path, 'value') })),
  ].filter((mention) => !('image' in mention ? mention.image : `${apiVersion}${kind}`).includes('${'));
};
