import type { JsonValue } from '../../../runner/core/json.ts';
import { isObject, valueAt } from '../../../runner/core/json.ts';
import { answered, briefOf } from '../answers.ts';
import type { Bench, Reply } from '../bench.ts';
import { collections, object, web } from '../manifests.ts';
import { onceRow, type Row, row, type Topic } from '../row.ts';

const services = collections['Service'] ?? '';
const pods = collections['Pod'] ?? '';
const table = 'application/json;as=Table;v=v1;g=meta.k8s.io';
const mergePatch = 'application/merge-patch+json';

const get = (id: string, title: string, path: string, accept?: string): Row =>
  answered(id, title, { method: 'GET', path, ...(accept !== undefined && { accept }) });

const namesOf = ({ status, body }: Reply): JsonValue => {
  const items = isObject(body) ? body['items'] : undefined;
  if (!Array.isArray(items)) return { code: status, body };
  return items.map((item) => valueAt(item, ['metadata', 'name']) ?? null).sort();
};

const listed = (id: string, title: string, query: string): Row =>
  row(id, title, async (bench) => {
    const reply = await bench.ask({ method: 'GET', path: `${services}?${query}` });
    return reply.status === 200 ? namesOf(reply) : briefOf(reply);
  });

const patch = (title: string, contentType: string, body: JsonValue, name = 'web'): Row =>
  answered('B34', title, { method: 'PATCH', path: `${services}/${name}?dryRun=All`, contentType, body });

const put = (title: string, change: (stored: JsonValue) => JsonValue, query = '?dryRun=All'): Row =>
  row('B34', title, async (bench) => {
    const { body } = await bench.ask({ method: 'GET', path: `${services}/web` });
    return briefOf(await bench.ask({ method: 'PUT', path: `${services}/web${query}`, body: change(body) }));
  });

const withMetadata = (body: JsonValue, fields: Record<string, JsonValue>): JsonValue =>
  isObject(body) ? { ...body, metadata: { ...(isObject(body['metadata']) ? body['metadata'] : {}), ...fields } } : body;

/** Creates a copy to delete. */
const removal = (title: string, name: string, ask: (bench: Bench) => Promise<Reply>): Row =>
  onceRow('B70', title, async (bench) => {
    await bench.ask({ method: 'POST', path: services, body: web(name, 'nothing') });
    const reply = await ask(bench);
    const { body } = reply;
    const left = await bench.ask({ method: 'GET', path: `${services}/${name}` });
    return {
      ...briefOf(reply),
      kind: isObject(body) ? (body['kind'] ?? null) : null,
      name: valueAt(body, ['metadata', 'name']) ?? valueAt(body, ['details', 'name']) ?? null,
      left: left.status,
    };
  });

/** Valid and invalid requests of clients: status, message, reason and details. */
export const requests: Topic = {
  name: 'requests',
  title: 'requests to the API server',
  setup: () => [
    object(
      'Service',
      { name: 'web', labels: { app: 'web', tier: 'front' } },
      { spec: { ports: [{ port: 80 }], selector: { app: 'web' } } },
    ),
    object('Service', { name: 'db', labels: { app: 'db' } }, { spec: { ports: [{ port: 5432 }], clusterIP: 'None' } }),
    object('Service', { name: 'plain' }, { spec: { type: 'ExternalName', externalName: 'example.com' } }),
    object('Deployment', 'idle', {
      spec: {
        replicas: 0,
        selector: { matchLabels: { app: 'idle' } },
        template: {
          metadata: { labels: { app: 'idle' } },
          spec: { containers: [{ name: 'main', image: 'luksa/kubia' }] },
        },
      },
    }),
  ],
  rows: [
    get('B34', 'a Service that is not there', `${services}/nope`),
    get('B34', 'an Ingress that is not there', `${collections['Ingress']}/nope`),
    get('B34', 'a namespace that is not there', '/api/v1/namespaces/nope'),
    get('B34', 'a Service in a namespace that is not there', '/api/v1/namespaces/nope/services/web'),
    get('B34', 'the Services of a namespace that is not there', '/api/v1/namespaces/nope/services'),
    get('B34', 'a resource that is not there', '/api/v1/namespaces/NAMESPACE/nopes'),
    get('B34', 'a group that is not there', '/apis/nope.example.com/v1/things'),
    get('S54', 'the version extensions/v1beta1', '/apis/extensions/v1beta1/ingresses'),
    get('B34', 'a path that is not there', '/nope'),
    get('B34', 'a subresource that is not there', `${services}/web/nope`),
    get('C5', 'a table of a Service that is not there', `${services}/nope`, table),
    get('C5', 'a form that is not spoken', `${services}/web`, 'text/csv'),
    get('C4', 'the log of a pod that is not there', `${pods}/nope/log`),
    answered('B34', 'a Service that is there', {
      method: 'POST',
      path: services,
      body: object('Service', 'web', { spec: { ports: [{ port: 80 }] } }),
    }),
    answered('B34', 'a Service in a namespace that is not there, made', {
      method: 'POST',
      path: '/api/v1/namespaces/nope/services',
      body: object('Service', 'web', { spec: { ports: [{ port: 80 }] } }),
    }),
    answered('B34', 'a Service that is not there, deleted', { method: 'DELETE', path: `${services}/nope` }),
    answered('B34', 'a Service that is not there, patched', {
      method: 'PATCH',
      path: `${services}/nope`,
      contentType: mergePatch,
      body: { metadata: { labels: { a: 'b' } } },
    }),
    answered('B34', 'a POST to one object', { method: 'POST', path: `${services}/web`, body: {} }),
    answered('B34', 'a DELETE of an unknown resource', {
      method: 'DELETE',
      path: '/api/v1/namespaces/NAMESPACE/nopes/x',
    }),
    answered('B34', 'a body in another language', {
      method: 'POST',
      path: services,
      contentType: 'text/csv',
      body: 'a,b',
    }),
    answered('B34', 'no body', { method: 'POST', path: services, body: '' }),
    answered('B34', 'a wrong dryRun', {
      method: 'POST',
      path: `${services}?dryRun=Some`,
      body: object('Service', 'x', { spec: { ports: [{ port: 80 }] } }),
    }),
    answered('B33', 'a wrong fieldValidation', {
      method: 'POST',
      path: `${services}?dryRun=All&fieldValidation=Hard`,
      body: object('Service', 'x', { spec: { ports: [{ port: 80 }] } }),
    }),
    answered('B33', 'an unknown field that is warned of', {
      method: 'POST',
      path: `${services}?dryRun=All&fieldValidation=Warn`,
      body: object('Service', 'x', { spec: { ports: [{ port: 80, target: 1 }], foo: 'bar' } }),
    }),
    answered('B33', 'an unknown field that is ignored', {
      method: 'POST',
      path: `${services}?dryRun=All&fieldValidation=Ignore`,
      body: object('Service', 'x', { spec: { ports: [{ port: 80 }], foo: 'bar' } }),
    }),
    put('an update of the version that is stored', (body) => body),
    put('an update of an old version', (body) => withMetadata(body, { resourceVersion: '1' })),
    put('an update with another name', (body) => withMetadata(body, { name: 'other' })),
    put('an update with another namespace', (body) => withMetadata(body, { namespace: 'other' })),
    put('an update with another uid', (body) => withMetadata(body, { uid: '00000000-0000-0000-0000-000000000000' })),
    put('an update with a version that is no number', (body) => withMetadata(body, { resourceVersion: 'x' })),
    patch('a merge patch', mergePatch, { metadata: { labels: { a: 'b' } } }),
    patch('a merge patch that makes it invalid', mergePatch, { spec: { type: 'Foo' } }),
    patch('a merge patch with an unknown field', mergePatch, { spec: { foo: 'bar' } }),
    patch('a merge patch of a wrong type', mergePatch, { spec: { ports: 'x' } }),
    patch('a merge patch that is no JSON', mergePatch, '{'),
    patch('a JSON patch of a path that is not there', 'application/json-patch+json', [
      { op: 'remove', path: '/spec/nope' },
    ]),
    patch('a JSON patch whose test fails', 'application/json-patch+json', [
      { op: 'test', path: '/spec/type', value: 'NodePort' },
    ]),
    patch('a JSON patch that is no list', 'application/json-patch+json', { op: 'remove' }),
    patch('a JSON patch with an unknown operation', 'application/json-patch+json', [
      { op: 'turn', path: '/spec/type' },
    ]),
    patch('a patch in an unknown form', 'application/json', { spec: {} }),
    patch('a strategic patch of a port', 'application/strategic-merge-patch+json', {
      spec: { ports: [{ port: 80, targetPort: 8080 }] },
    }),
    patch('an apply without a field manager', 'application/apply-patch+yaml', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web' },
    }),
    answered('B34', 'an apply with a conflict', {
      method: 'PATCH',
      path: `${services}/web?dryRun=All&fieldManager=other`,
      contentType: 'application/apply-patch+yaml',
      body: object('Service', 'web', { spec: { selector: { app: 'other' } } }),
    }),
    answered('B34', 'an apply with an unknown field', {
      method: 'PATCH',
      path: `${services}/web?dryRun=All&fieldManager=other`,
      contentType: 'application/apply-patch+yaml',
      body: object('Service', 'web', { spec: { foo: 'bar' } }),
    }),
    ...['merge-patch', 'strategic-merge-patch'].map((form) =>
      answered('B34', `a ${form} with an unknown field, strictly`, {
        method: 'PATCH',
        path: `${services}/web?dryRun=All&fieldValidation=Strict`,
        contentType: `application/${form}+json`,
        body: { metadata: { labels: { a: 'b' } }, spec: { foo: ['bar', 1] } },
      }),
    ),
    ...[
      ['a comma too many', '{"a":1,}'],
      ['a key without quotes', '{a:1}'],
      ['a word in place of a body', 'hello'],
      ['a body and more', '{} x'],
      ['a kind that is a number', '{"kind":1}'],
      ['a body that is a text', '"x"'],
      ['a long text in place of a body', '"0123456789012345678901234567890123456789"'],
    ].map(([title = '', body = '']) => answered('B33', title, { method: 'POST', path: services, body })),
    patch('a strategic patch that is no JSON', 'application/strategic-merge-patch+json', '{'),
    patch('a strategic patch that is a list', 'application/strategic-merge-patch+json', []),
    patch('a merge patch that is a list', mergePatch, []),
    patch('a merge patch of another namespace', mergePatch, { metadata: { namespace: 'other' } }),
    patch('a merge patch of another uid', mergePatch, {
      metadata: { uid: '00000000-0000-0000-0000-000000000000' },
    }),
    answered('B34', 'a patch that is forced without being an apply', {
      method: 'PATCH',
      path: `${services}/web?dryRun=All&force=true`,
      contentType: mergePatch,
      body: {},
    }),
    answered('B34', 'a long field manager', {
      method: 'POST',
      path: `${services}?fieldManager=${'a'.repeat(129)}`,
      body: object('Service', 'x', { spec: { ports: [{ port: 80 }] } }),
    }),
    listed('S8', 'all Services', ''),
    listed('S5', 'the label app=web', 'labelSelector=app%3Dweb'),
    listed('S5', 'labels in a set', 'labelSelector=app+in+(web,db)'),
    listed('S5', 'labels not in a set', 'labelSelector=app+notin+(web)'),
    listed('S5', 'the label tier', 'labelSelector=tier'),
    listed('S5', 'without the label tier', 'labelSelector=%21tier'),
    listed('S5', 'the label app!=web', 'labelSelector=app%21%3Dweb'),
    listed('S5', 'a label selector that is none', 'labelSelector=a+b'),
    listed('S5', 'a label selector with an empty set', 'labelSelector=app+in'),
    listed('S5', 'a label selector with a wrong value', 'labelSelector=app%3D-b'),
    listed('S5', 'a label selector with a greater number', 'labelSelector=app%3E1'),
    listed('S5', 'a label selector greater than a word', 'labelSelector=app%3Eb'),
    listed('S5', 'a label selector that ends with a comma', 'labelSelector=app%2C'),
    listed('S5', 'a label selector that begins with an equals sign', 'labelSelector=%3Dapp'),
    listed('S5', 'a label selector with an open set', 'labelSelector=app+in+(a'),
    listed('S5', 'a label selector with two values', 'labelSelector=app%3Da+b'),
    listed('S5', 'a label selector with a wrong key', 'labelSelector=a/b/c'),
    listed('S5', 'a label selector without value', 'labelSelector=app%3D'),
    listed('S8', 'two fields', 'fieldSelector=metadata.name%3Ddb,spec.clusterIP!%3Dx'),
    listed('S8', 'the field metadata.name', 'fieldSelector=metadata.name%3Ddb'),
    listed('S8', 'the field spec.type', 'fieldSelector=spec.type%3DClusterIP'),
    listed('S8', 'the field spec.clusterIP', 'fieldSelector=spec.clusterIP%3DNone'),
    listed('S8', 'a field that cannot be selected', 'fieldSelector=spec.sessionAffinity%3DNone'),
    listed('S8', 'a field selector that is none', 'fieldSelector=nope'),
    listed('S8', 'a limit that is no number', 'limit=x'),
    listed('S8', 'a resourceVersion that is no number', 'resourceVersion=x'),
    row('C5', 'items of a list do not name their kind', async (bench) => {
      const kinds = ['Service', 'Pod', 'EndpointSlice', 'Ingress', 'Deployment'].map(async (kind) => {
        const { body } = await bench.ask({
          method: 'GET',
          path: collections[kind]?.replace('NAMESPACE', 'kube-system') ?? '',
        });
        const [first] = isObject(body) && Array.isArray(body['items']) ? body['items'] : [];
        return [kind, isObject(first) ? (first['kind'] ?? 'none') : 'no items'] as const;
      });
      return Object.fromEntries(await Promise.all(kinds));
    }),
    row('S46', 'taints of the nodes', async (bench) => {
      const { body } = await bench.ask({ method: 'GET', path: collections['Node'] ?? '' });
      const items = isObject(body) && Array.isArray(body['items']) ? body['items'] : [];
      return items.map((item) => valueAt(item, ['spec', 'taints']) ?? 'none');
    }),
    row('B1', 'the scale of a Deployment', async (bench) => {
      const { status, body } = await bench.ask({ method: 'GET', path: `${collections['Deployment']}/idle/scale` });
      if (!isObject(body)) return { status };
      return {
        status,
        apiVersion: body['apiVersion'] ?? null,
        kind: body['kind'] ?? null,
        spec: body['spec'] ?? null,
        of: body['status'] ?? null,
      };
    }),
    answered('B1', 'a scale of -1', {
      method: 'PATCH',
      path: `${collections['Deployment']}/idle/scale?dryRun=All`,
      contentType: mergePatch,
      body: { spec: { replicas: -1 } },
    }),
    answered('B1', 'the scale of a Service', { method: 'GET', path: `${services}/web/scale` }),
    removal('a Service, deleted', 'doomed-a', (bench) => bench.ask({ method: 'DELETE', path: `${services}/doomed-a` })),
    removal('a Service, deleted in a dry run', 'doomed-b', (bench) =>
      bench.ask({ method: 'DELETE', path: `${services}/doomed-b?dryRun=All` }),
    ),
    removal('a Service, deleted with another uid as precondition', 'doomed-c', (bench) =>
      bench.ask({
        method: 'DELETE',
        path: `${services}/doomed-c`,
        body: { kind: 'DeleteOptions', apiVersion: 'v1', preconditions: { uid: 'x' } },
      }),
    ),
    removal('a Service, deleted with another version as precondition', 'doomed-f', (bench) =>
      bench.ask({
        method: 'DELETE',
        path: `${services}/doomed-f`,
        body: { kind: 'DeleteOptions', apiVersion: 'v1', preconditions: { resourceVersion: '1' } },
      }),
    ),
    removal('Services, deleted by label', 'doomed-d', (bench) =>
      bench.ask({ method: 'DELETE', path: `${services}?labelSelector=nope%3Dx` }),
    ),
    removal('a Service, deleted with a wrong policy', 'doomed-e', (bench) =>
      bench.ask({
        method: 'DELETE',
        path: `${services}/doomed-e`,
        body: { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Never' },
      }),
    ),
  ],
};
