import fc from 'fast-check';
import type { JsonObject, JsonValue } from '../../../../../runner/core/json.ts';
import type { ApiKind } from '../../../../../runner/simulator/api/kinds/api-kind.ts';
import { kinds } from '../../../../../runner/simulator/api/kinds/index.ts';
import { apiVersionOf, type Resource } from '../../../../../runner/simulator/api/resources.ts';
import { schemaOf, shapeOf } from '../../../../../runner/simulator/api/schema/schema.ts';

/** Texts with a meaning somewhere in the API, beside any text at all. */
export const text = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('a', 'web', 'x-1', 'default', 'TCP', 'UDP', 'ClusterIP', 'NodePort', 'None'),
  },
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      'ExternalName',
      'LoadBalancer',
      'ClientIP',
      'Local',
      'IPv4',
      'Always',
      'http',
      '10.96.0.77',
    ),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      'luksa/kubia',
      '100m',
      '1Gi',
      'RollingUpdate',
      'Prefix',
      '/x',
      '1.2.3.4',
      '2026-01-01T00:00:00Z',
    ),
  },
  { weight: 3, arbitrary: fc.string({ maxLength: 12 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      '__proto__',
      'constructor',
      'toString',
      '../..',
      '%00',
      '\u0000',
      'é😀',
      '-'.repeat(300),
    ),
  },
);

export const number = fc.oneof(
  fc.constantFrom(0, 1, 2, 3, 80, 8080, 30_080, -1, 65_535, 65_536, 2 ** 31, 2 ** 53, 1e21, 0.5),
  fc.integer(),
);

const anything: fc.Arbitrary<JsonValue> = fc.oneof(
  text,
  number,
  fc.boolean(),
  fc.constant(null),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<JsonValue>,
);

/** A key that the type has, or none that it has. */
const strange = fc.constantFrom('foo', '__proto__', 'constructor', 'hasOwnProperty', '', 'Spec', 'a.b/c');

const chosen = <Value>(usual: fc.Arbitrary<Value>, unusual: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 80, arbitrary: usual }, { weight: 1, arbitrary: unusual });

const typeValue = (schema: JsonObject, depth: number): fc.Arbitrary<JsonValue> => {
  const { type, properties, items } = shapeOf(schema);
  const usual = (): fc.Arbitrary<JsonValue> => {
    if (type === 'string') return text;
    if (type === 'boolean') return fc.boolean();
    if (type === 'integer' || type === 'number') return number;
    if (type === 'any') return fc.oneof(text, number);
    if (depth <= 0) return fc.constant(type === 'array' ? [] : {});
    if (type === 'array') return fc.array(typeValue(items ?? {}, depth - 1), { maxLength: 3 });
    if (properties) return objectOf(properties, depth - 1);
    return fc.dictionary(chosen(text, strange), typeValue(items ?? {}, depth - 1), { maxKeys: 3 });
  };
  return chosen(usual(), anything);
};

/** Some fields of a type with values that mostly fit. */
const objectOf = (properties: Readonly<Record<string, JsonObject>>, depth: number): fc.Arbitrary<JsonObject> => {
  const keys = Object.keys(properties);
  return fc
    .uniqueArray(fc.constantFrom(...keys), { maxLength: Math.min(keys.length, 5) })
    .chain((picked) =>
      fc.tuple(...picked.map((key) => fc.tuple(fc.constant(key), typeValue(properties[key] ?? {}, depth)))),
    )
    .chain((entries) =>
      chosen(
        fc.constant(Object.fromEntries(entries) as JsonObject),
        fc.tuple(strange, anything).map((extra) => Object.fromEntries([...entries, extra]) as JsonObject),
      ),
    );
};

const names = fc.constantFrom('a', 'b', 'c');

/** A body that is nearly an object of the kind. */
export const bodyOf = (resource: Resource): fc.Arbitrary<JsonValue> => {
  const { group, version, kind } = resource;
  const { properties = {} } = shapeOf(schemaOf(group, version, kind));
  const { metadata = {}, ...rest } = properties;
  const object = fc.record({
    fields: objectOf(rest, 6),
    metadata: objectOf(shapeOf(metadata).properties ?? {}, 3),
    name: names,
  });
  return chosen(
    object.map(
      ({ fields, metadata, name }): JsonValue => ({
        ...fields,
        apiVersion: apiVersionOf(resource),
        kind,
        metadata: { ...metadata, name },
      }),
    ),
    anything,
  );
};

export const anyKind = fc.constantFrom(...kinds);

export const pathOf = ({ group, version, plural, namespaced }: Resource, name?: string): string =>
  [
    group ? `/apis/${group}/${version}` : `/api/${version}`,
    ...(namespaced ? ['namespaces/default'] : []),
    plural,
    ...(name === undefined ? [] : [name]),
  ].join('/');

export interface Sent {
  method: string;
  path: string;
  body?: string;
  type: string;
  headers: Record<string, string>;
}

const query = fc
  .array(
    fc.tuple(
      fc.constantFrom(
        'labelSelector',
        'fieldSelector',
        'limit',
        'continue',
        'resourceVersion',
        'dryRun',
        'fieldManager',
        'fieldValidation',
        'force',
        'propagationPolicy',
        'gracePeriodSeconds',
        'includeObject',
        'x',
      ),
      fc.oneof(
        text,
        number.map(String),
        fc.constantFrom(
          'All',
          'Strict',
          'Ignore',
          'true',
          'a=b',
          'a in (b,c)',
          '!a',
          'metadata.name=a',
          'status.phase!=Running',
          'Foreground',
        ),
      ),
    ),
    { maxLength: 3 },
  )
  .map((pairs) => (pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : ''));

const jsonPatch = fc.array(
  fc.record(
    {
      op: fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test', 'x'),
      path: fc.constantFrom(
        '/spec',
        '/spec/ports/0',
        '/spec/ports/-',
        '/metadata/labels',
        '/metadata/name',
        '/metadata/uid',
        '/status',
        '',
        '/',
        '/a~1b',
        '/kind',
      ),
      from: fc.constantFrom('/spec', '/metadata', '/x'),
      value: anything,
    },
    { requiredKeys: [] },
  ),
  { maxLength: 4 },
);

export const patchTypes = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
] as const;

const encoded = (value: JsonValue): string => JSON.stringify(value);

/** A text that was JSON before it was cut, doubled or bent. */
const damaged = (body: string): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constant(body) },
    { weight: 1, arbitrary: fc.nat(Math.max(0, body.length - 1)).map((length) => body.slice(0, length)) },
    { weight: 1, arbitrary: fc.constant(`${body}${body}`) },
    { weight: 1, arbitrary: fc.constantFrom('', ' ', 'null', '[]', '"x"', '{"a":1e999}', '\ufeff{}', '{"a":{"a":') },
  );

const write = ({ resource, subresources = {} }: ApiKind): fc.Arbitrary<Sent> => {
  const collection = fc.constant('POST' as const);
  const single = fc.constantFrom('PUT' as const, 'PATCH' as const, 'DELETE' as const);
  return fc
    .record({
      method: fc.oneof(collection, single),
      name: names,
      body: bodyOf(resource),
      patch: jsonPatch,
      type: fc.constantFrom(...patchTypes),
      subresource: fc.constantFrom('', '', '', '', ...Object.keys(subresources).map((each) => `/${each}`)),
      query,
      manager: fc.constantFrom('one', 'two'),
    })
    .chain(({ method, name, body, patch, type, subresource, query, manager }) => {
      const isPatch = method === 'PATCH';
      const value = isPatch && type === 'application/json-patch+json' ? (patch as JsonValue) : body;
      const more =
        isPatch && type === 'application/apply-patch+yaml'
          ? `${query ? '&' : '?'}fieldManager=${manager}&force=true`
          : '';
      return damaged(encoded(value)).map((text) => ({
        method,
        path: (method === 'POST' ? pathOf(resource) : `${pathOf(resource, name)}${subresource}`) + query + more,
        body: text,
        type: isPatch ? type : 'application/json',
        headers: {},
      }));
    });
};

const read = ({ resource, subresources = {} }: ApiKind): fc.Arbitrary<Sent> =>
  fc
    .record({
      name: fc.constantFrom(undefined, 'a', 'b', 'nope'),
      query,
      subresource: fc.constantFrom('', '', ...Object.keys(subresources).map((each) => `/${each}`)),
      accept: fc.constantFrom(
        'application/json',
        'application/json;as=Table;v=v1;g=meta.k8s.io,application/json',
        'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io',
        '*/*',
      ),
    })
    .map(({ name, query, subresource, accept }) => ({
      method: 'GET',
      path: pathOf(resource, name) + (name === undefined ? '' : subresource) + query,
      type: '',
      headers: { accept },
    }));

/** A request of which most servers would make something. */
export const request: fc.Arbitrary<Sent> = anyKind.chain((kind) =>
  fc.oneof({ weight: 4, arbitrary: write(kind) }, { weight: 1, arbitrary: read(kind) }),
);

const part = fc.oneof(
  fc.constantFrom(
    'api',
    'apis',
    'v1',
    'apps',
    'namespaces',
    'default',
    'pods',
    'services',
    'deployments',
    'version',
    'openapi',
    'v3',
  ),
  fc.constantFrom(
    '..',
    '.',
    '',
    '%00',
    '%2e%2e',
    '%',
    '%zz',
    'status',
    'log',
    'scale',
    'exec',
    'proxy',
    'a',
    '__proto__',
    'constructor',
  ),
  fc.string({ maxLength: 8 }).map((each) => encodeURIComponent(each.toWellFormed())),
);

/** A request that nobody makes on purpose. */
export const nonsense: fc.Arbitrary<Sent> = fc
  .record({
    method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE'),
    parts: fc.array(part, { maxLength: 8 }),
    query,
    body: fc.oneof(fc.constant(undefined), fc.json({ maxDepth: 3 }), fc.string()),
    type: fc.constantFrom('application/json', 'application/vnd.kubernetes.protobuf', 'text/plain', '', ...patchTypes),
    headers: fc.dictionary(
      fc.constantFrom('accept', 'x-any', 'if-match', 'accept-encoding', 'impersonate-user'),
      fc.string({ maxLength: 20 }).map((each) => each.replace(/[^\x20-\x7e]/g, '.').trim()),
      { maxKeys: 2 },
    ),
  })
  .map(({ parts, body, query, ...rest }) => ({
    ...rest,
    path: `/${parts.join('/')}${query}`,
    ...(body !== undefined && { body }),
  }));
