import type { Unstructured } from '../objects/metadata.ts';
import type { ApiKind } from './kinds/api-kind.ts';
import { kinds } from './kinds/index.ts';

/** Messages for every request that touches a deprecated kind. */
export const deprecationOf = ({ deprecation }: ApiKind): string[] => (deprecation === undefined ? [] : [deprecation]);

const deprecated = kinds.flatMap((kind) => {
  const { group, version, plural } = kind.resource;
  const prefix = group ? `/apis/${group}/${version}` : `/api/${version}`;
  return deprecationOf(kind).map((message) => ({
    path: new RegExp(`^${prefix.replaceAll('.', '\\.')}/(namespaces/[^/?]+/)?${plural}([/?]|$)`),
    message,
  }));
});

/** The same for a request that is refused: only its path is known then. */
export const warningsAt = (url: string): string[] =>
  deprecated.flatMap(({ path, message }) => (path.test(url) ? [message] : []));

/** Warnings about an object that a client writes and the server accepts (WarningsOnCreate, WarningsOnUpdate). */
export const warningsOf = (kind: ApiKind, object: Unstructured, isNew: boolean): string[] => [
  ...deprecationOf(kind),
  ...(kind.warnings?.(object, isNew) ?? []),
];
