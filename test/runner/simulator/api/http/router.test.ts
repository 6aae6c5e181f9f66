import assert from 'node:assert/strict';
import fc from 'fast-check';
import { podOf, serviceOf } from '../../cluster.ts';
import { serveApi } from './api-client.ts';

type Served = Awaited<ReturnType<typeof serveApi>>;
const services = '/api/v1/namespaces/default/services';

describe('routes', () => {
  let api: Served;
  before(async () => {
    api = await serveApi();
  });
  after(() => api.server.close());

  it('creates, reads, replaces and deletes', async () => {
    const made = await api.ask('POST', services, { body: serviceOf('a') });
    assert.equal(made.status, 201);
    assert.equal((await api.ask('POST', services, { body: serviceOf('a') })).status, 409);
    assert.equal((await api.ask('GET', `${services}/a`)).body['kind'], 'Service');
    assert.equal((await api.ask('PUT', `${services}/a`, { body: made.body })).status, 200);
    assert.equal((await api.ask('DELETE', `${services}/a`)).status, 200);
    const gone = await api.ask('GET', `${services}/a`);
    assert.deepEqual([gone.status, gone.body.message], [404, 'services "a" not found']);
  });

  it('refuses a strict body with a key twice, and a deletion in a way that there is not', async () => {
    const text = '{"metadata":{"name":"b","name":"c"},"spec":{"ports":[{"port":80}]}}';
    const strict = await api.ask('POST', `${services}?fieldValidation=Strict`, { body: text });
    assert.deepEqual(
      [strict.status, strict.body.message],
      [
        400,
        'Service in version "v1" cannot be handled as a Service: strict decoding error: duplicate field "metadata.name"',
      ],
    );
    const lax = await api.ask('POST', services, { body: text });
    assert.deepEqual([lax.status, lax.warning], [201, '299 - "duplicate field \\"metadata.name\\""']);
    const never = await api.ask('DELETE', `${services}/c?propagationPolicy=Never`);
    assert.match(String(never.body.message), /propagationPolicy: Unsupported value: "Never": supported values: /);
    assert.equal((await api.ask('DELETE', `${services}/c?propagationPolicy=Background`)).status, 200);
  });

  it('scales, evicts and binds', async () => {
    const template = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'a', image: 'b' }] } };
    const body = { metadata: { name: 'd' }, spec: { selector: { matchLabels: { a: 'b' } }, template } };
    await api.ask('POST', '/apis/apps/v1/namespaces/default/deployments', { body });
    const scale = '/apis/apps/v1/namespaces/default/deployments/d/scale';
    const patch = { body: { spec: { replicas: 4 } }, type: 'application/merge-patch+json' };
    assert.deepEqual((await api.ask('PATCH', scale, patch)).body['spec'], { replicas: 4 });
    assert.deepEqual((await api.ask('GET', scale)).body['spec'], { replicas: 4 });
    const table = await api.ask('GET', scale, { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' });
    const [row] = table.body['rows'] as { cells: unknown[] }[];
    assert.deepEqual(row?.cells.slice(0, 3), ['d', 4, 0]);
    const pods = '/api/v1/namespaces/default/pods';
    await api.ask('POST', pods, { body: podOf('p') });
    assert.equal((await api.ask('POST', `${pods}/p/binding`, { body: { target: { name: 'n' } } })).status, 201);
    assert.equal(api.store.get('Pod', 'default', 'p')?.spec.nodeName, 'n');
    const eviction = { metadata: { name: 'p' }, deleteOptions: { gracePeriodSeconds: 0 } };
    assert.equal((await api.ask('POST', `${pods}/p/eviction`, { body: eviction })).status, 201);
    assert.equal(api.store.get('Pod', 'default', 'p'), undefined);
  });

  it('says of a built-in kind that it is not simulated, and of custom kinds that there are none', async () => {
    const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
    assert.deepEqual((await api.ask('GET', path)).body['items'], []);
    const { status, body } = await api.ask('POST', path, { body: {} });
    assert.deepEqual([status, body['reason']], [501, 'NotImplemented']);
    const roles = await api.ask('GET', '/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles/a');
    assert.deepEqual(roles.body, {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'roles.rbac.authorization.k8s.io is not simulated; use --cluster kind',
      reason: 'NotImplemented',
      details: {
        group: 'rbac.authorization.k8s.io',
        kind: 'roles',
        causes: [{ reason: 'NotSimulated', message: 'Role (rbac.authorization.k8s.io/v1)' }],
      },
      code: 501,
    });
    assert.equal((await api.ask('GET', '/apis/rbac.authorization.k8s.io/v1/rolls')).status, 404);
  });

  it('keeps the namespaces that every cluster has', async () => {
    assert.equal((await api.ask('DELETE', '/api/v1/namespaces/default')).status, 403);
  });

  it('answers every request with an object or a Status', async () => {
    const part = fc.constantFrom(
      'api',
      'apis',
      'v1',
      'apps',
      'namespaces',
      'default',
      'pods',
      'services',
      'x',
      '..',
      '%00',
      'status',
      'log',
      'scale',
    );
    const method = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE');
    const type = fc.constantFrom(
      'application/json',
      'application/merge-patch+json',
      'application/json-patch+json',
      'application/apply-patch+yaml',
      'application/vnd.kubernetes.protobuf',
    );
    const body = fc.oneof(
      fc.jsonValue().map((value) => JSON.stringify(value)),
      fc.string(),
    );
    const property = fc.asyncProperty(
      method,
      fc.array(part, { maxLength: 7 }),
      type,
      body,
      async (verb, parts, contentType, text) => {
        const reply = await api.ask(verb, `/${parts.join('/')}`, {
          type: contentType,
          ...(verb !== 'GET' && { body: text }),
        });
        assert.ok(
          reply.status < 500 || reply.body.kind === 'Status',
          `${verb} /${parts.join('/')} ${reply.status} ${reply.text}`,
        );
      },
    );
    await fc.assert(property, { numRuns: 150 });
  });
});
