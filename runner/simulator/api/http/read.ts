import type { Clock } from '../../../core/clock.ts';
import type { JsonObject } from '../../../core/json.ts';
import type { Unstructured } from '../../objects/metadata.ts';
import { type IncludeObject, makeTable } from '../columns.ts';
import type { Registry } from '../registry.ts';
import { apiVersionOf } from '../resources.ts';
import { badRequest, expired } from '../status.ts';
import type { Store } from '../store.ts';
import { deprecationOf } from '../warnings.ts';
import { type Answer, type ApiRequest, type ApiResponse, json } from './answer.ts';
import { integerOf, versionOf } from './options.ts';
import type { Target } from './request.ts';
import { scaleOf, scalePrinter } from './scale.ts';
import { flagOf } from './streams.ts';
import { matcherFor, serveWatch } from './watch.ts';

export interface ReadParts {
  store: Store;
  registry: Registry;
  clock: Clock;
}

/** A GET request, and the response that a watch streams to. */
export interface ReadRequest {
  query: URLSearchParams;
  request: ApiRequest;
  response: ApiResponse;
}

const wantsTable = (request: ApiRequest): boolean => {
  const [first = ''] = String(request.headers.accept ?? '').split(',');
  return first.includes('as=Table');
};

const includeOf = (query: URLSearchParams): IncludeObject => {
  const asked = query.get('includeObject');
  return asked === 'None' || asked === 'Object' ? asked : 'Metadata';
};

/** Clients that ask for metadata only get no more. */
const wantsMetadata = (request: ApiRequest): boolean =>
  String(request.headers.accept ?? '')
    .split(',')[0]
    ?.includes('as=PartialObjectMetadata') ?? false;

const partial = (object: Unstructured): JsonObject => ({
  kind: 'PartialObjectMetadata',
  apiVersion: 'meta.k8s.io/v1',
  metadata: object.metadata,
});

/** An object inside a typed list does not say what it is: the list does. */
const withoutType = ({ apiVersion: _, kind: __, ...object }: Unstructured): JsonObject => object;

const page = (
  objects: readonly Unstructured[],
  query: URLSearchParams,
  version: number,
): { items: readonly Unstructured[]; metadata: JsonObject } => {
  const limit = integerOf(query, 'limit') ?? 0;
  versionOf(query, 'invalid resource version: ');
  const token = query.get('continue') ?? '';
  const match = /^(\d+)\.(\d+)$/.exec(Buffer.from(token, 'base64url').toString());
  if (token && !match) throw badRequest('continue key is not valid');
  const start = match ? Number(match[2]) : 0;
  if (match && Number(match[1]) !== version)
    throw expired('The provided continue parameter is too old to display a consistent list result.');
  const end = limit > 0 ? start + limit : objects.length;
  const rest = objects.length - end;
  return {
    items: objects.slice(start, end),
    metadata: {
      resourceVersion: String(version),
      ...(rest > 0 && {
        continue: Buffer.from(`${version}.${end}`).toString('base64url'),
        remainingItemCount: rest,
      }),
    },
  };
};

const byName = (a: Unstructured, b: Unstructured): number =>
  (a.metadata.namespace ?? '') < (b.metadata.namespace ?? '') ||
  (a.metadata.namespace === b.metadata.namespace && a.metadata.name < b.metadata.name)
    ? -1
    : 1;

/** GET of an object or collection, and watches: these stream, and have no answer. */
export const serveRead = (
  { store, registry, clock }: ReadParts,
  target: Target,
  { query, request, response }: ReadRequest,
): Answer | undefined => {
  const { kind, namespace, name } = target;
  const { resource } = kind;
  const include = includeOf(query);
  const now = (): number => clock.date().getTime();
  const isScale = target.subresource === 'scale';
  const printer = isScale ? scalePrinter : kind.printer;
  const warnings = deprecationOf(kind);
  const table = wantsTable(request);
  const tableOf = (object: Unstructured): JsonObject => {
    const metadata = { resourceVersion: object.metadata.resourceVersion };
    return makeTable({ printer, objects: [object], metadata, include, now: now() });
  };
  if (flagOf(query, 'watch')) {
    let first = true;
    const show = (object: Unstructured): JsonObject => {
      if (!table) return wantsMetadata(request) ? partial(object) : object;
      const made = tableOf(object);
      const shown = first ? made : { ...made, columnDefinitions: [] };
      first = false;
      return shown;
    };
    serveWatch({ store, clock, target, query, response, show });
    return undefined;
  }
  if (name !== undefined) {
    const found = registry.get(kind, namespace, name);
    const object = isScale ? scaleOf(kind, found) : found;
    const body = wantsMetadata(request) ? partial(object) : object;
    return json(table ? tableOf(object) : body, 200, warnings);
  }
  const matches = matcherFor(target, query);
  const found = store
    .list(resource.kind, resource.namespaced ? namespace : undefined)
    .filter(matches)
    .toSorted(byName);
  const { items, metadata } = page(found, query, store.version);
  if (table) return json(makeTable({ printer, objects: items, metadata, include, now: now() }), 200, warnings);
  const list = wantsMetadata(request)
    ? { kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1', metadata, items: items.map(partial) }
    : { kind: `${resource.kind}List`, apiVersion: apiVersionOf(resource), metadata, items: items.map(withoutType) };
  return json(list, 200, warnings);
};
