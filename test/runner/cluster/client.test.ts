import assert from 'node:assert/strict';
import { ApiError } from '../../../runner/cluster/api-error.ts';
import type { KubernetesObject } from '../../../runner/cluster/cluster.ts';
import { answer, status, withClient } from './loopback.ts';

const pod: KubernetesObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'n' } };
const reference = { apiVersion: 'v1', kind: 'Pod', name: 'web', namespace: 'n' };

const refusal = (code: number, reason?: string) => (error: unknown) =>
  error instanceof ApiError && error.status === code && (reason === undefined || error.reason === reason);

describe('createClient', () => {
  it('reads one object, with the token and under the path of the server', () =>
    withClient(
      (_seen, response) => answer(response, 200, pod),
      async ({ client, requests }) => {
        assert.deepEqual(await client.get(reference), pod);
        assert.equal(requests()[0]?.path, '/k8s/one/api/v1/namespaces/n/pods/web');
        assert.equal(requests()[0]?.headers.authorization, 'Bearer secret');
      },
      { token: 'secret', prefix: '/k8s/one' },
    ));

  it('returns undefined for an object and for a kind that do not exist', () =>
    withClient(
      (_seen, response) => answer(response, 404, status(404, 'NotFound', 'no')),
      async ({ client }) => {
        assert.equal(await client.get(reference), undefined);
        assert.equal(await client.get({ ...reference, kind: 'Gateway' }), undefined);
        assert.equal(await client.get({ ...reference, apiVersion: 'x.example/v1' }), undefined);
        assert.equal(await client.get({ ...reference, apiVersion: '../v1' }), undefined);
        assert.equal(await client.delete(reference), false);
        assert.equal(await client.delete({ ...reference, kind: 'Gateway' }), false);
      },
    ));

  it('refuses to write or list a kind that the server does not have', () =>
    withClient(
      (_seen, response) => answer(response, 404, '404 page not found'),
      async ({ client }) => {
        const stranger = { ...pod, apiVersion: 'x.example/v1', kind: 'Gateway' };
        const expected = { status: 404, message: 'the server has no kind Gateway in x.example/v1' };
        await assert.rejects(client.apply(stranger), expected);
        await assert.rejects(client.create(stranger), expected);
        await assert.rejects(client.list({ apiVersion: 'x.example/v1', kind: 'Gateway' }), expected);
      },
    ));

  it('never lets a name lead to another path', () =>
    withClient(
      (_seen, response) => answer(response, 200, pod),
      async ({ client, requests }) => {
        for (const name of ['', '.', '..', 'a/b', 'a%2fb'])
          await assert.rejects(client.get({ ...reference, name }), refusal(400));
        await assert.rejects(client.get({ ...reference, namespace: '../x' }), refusal(400));
        await assert.rejects(client.logs('n', '../../secrets'), refusal(400));
        await assert.rejects(client.exec({ namespace: 'n', pod: 'a/b' }, { command: ['ls'] }), refusal(400));
        assert.equal(requests().length, 0);
        await client.get({ ...reference, name: 'a?b#c' });
        assert.equal(requests()[0]?.path, '/api/v1/namespaces/n/pods/a%3Fb%23c');
      },
    ));

  it('never guesses a namespace, and drops the namespace of a cluster-scoped kind', () =>
    withClient(
      (_seen, response) => answer(response, 200, pod),
      async ({ client, requests }) => {
        await assert.rejects(client.apply({ ...pod, metadata: { name: 'web' } }), /Pod "web" needs a namespace/);
        await assert.rejects(client.create({ ...pod, metadata: { name: 'web' } }), /needs a namespace/);
        await client.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a', namespace: 'b' } });
        assert.equal(requests()[0]?.path, '/api/v1/namespaces/a');
        assert.deepEqual(JSON.parse(requests()[0]?.body ?? '').metadata, { name: 'a' });
      },
    ));

  it('lists with selectors, in one namespace or in all, and names the kind of the items', () =>
    withClient(
      (_seen, response) =>
        answer(response, 200, { metadata: { resourceVersion: '7' }, items: [{ metadata: { name: 'web' } }] }),
      async ({ client, requests }) => {
        const query = { apiVersion: 'v1', kind: 'Pod', labelSelector: 'app=a,tier!=b', fieldSelector: 'x=y' };
        assert.deepEqual(await client.list({ ...query, namespace: 'n' }), {
          resourceVersion: '7',
          items: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' } }],
        });
        await client.list({ apiVersion: 'v1', kind: 'Pod' });
        assert.equal(requests()[0]?.path, '/api/v1/namespaces/n/pods');
        assert.equal(requests()[0]?.query.get('labelSelector'), 'app=a,tier!=b');
        assert.equal(requests()[0]?.query.get('fieldSelector'), 'x=y');
        assert.equal(requests()[1]?.path, '/api/v1/pods');
      },
    ));

  it('applies on the server, forced and strict, and returns the warnings', () =>
    withClient(
      (_seen, response) => answer(response, 201, pod, { warning: '299 - "use EndpointSlice"' }),
      async ({ client, requests }) => {
        assert.deepEqual(await client.apply(pod), { object: pod, warnings: ['use EndpointSlice'] });
        const [seen] = requests();
        assert.equal(seen?.method, 'PATCH');
        assert.equal(seen?.headers['content-type'], 'application/apply-patch+yaml');
        assert.deepEqual(Object.fromEntries(seen?.query ?? []), {
          fieldManager: 'plumbline',
          fieldValidation: 'Strict',
          force: 'true',
        });
        assert.deepEqual(JSON.parse(seen?.body ?? ''), pod);
        await client.apply(pod, { dryRun: true });
        assert.equal(requests()[1]?.query.get('dryRun'), 'All');
      },
    ));

  it('creates, and rejects if the object already exists', () =>
    withClient(
      (_seen, response) => answer(response, 409, status(409, 'AlreadyExists', 'pods "web" already exists')),
      async ({ client, requests }) => {
        await assert.rejects(client.create(pod), { status: 409, reason: 'AlreadyExists', isRefusal: true });
        assert.equal(requests()[0]?.method, 'POST');
        assert.equal(requests()[0]?.path, '/api/v1/namespaces/n/pods');
        assert.equal(requests().length, 1);
      },
    ));

  it('returns the causes of an invalid object', () =>
    withClient(
      (_seen, response) =>
        answer(
          response,
          422,
          status(422, 'Invalid', 'invalid', [{ reason: 'FieldValueInvalid', message: 'too big', field: 'spec.port' }]),
        ),
      async ({ client }) => {
        const causes = [{ reason: 'FieldValueInvalid', message: 'too big', field: 'spec.port' }];
        await assert.rejects(client.apply(pod), { status: 422, reason: 'Invalid', causes });
      },
    ));

  it('blames the object if apply finds that it does not match its schema', () =>
    withClient(
      (_seen, response) =>
        answer(
          response,
          500,
          status(500, '', 'failed to create typed patch object (n/web; v1): .spec.prots: field not declared'),
        ),
      async ({ client }) => {
        await assert.rejects(client.apply(pod), { status: 400, reason: 'BadRequest', isRefusal: true });
      },
    ));

  it('patches in four ways, and a subresource', () =>
    withClient(
      (_seen, response) => answer(response, 200, pod),
      async ({ client, requests }) => {
        for (const type of ['json', 'merge', 'strategic', 'apply'] as const) await client.patch(reference, type, {});
        await client.patch(reference, 'merge', { status: {} }, { subresource: 'status' });
        assert.deepEqual(
          requests().map(({ headers, query }) => [headers['content-type'], query.get('force')]),
          [
            ['application/json-patch+json', null],
            ['application/merge-patch+json', null],
            ['application/strategic-merge-patch+json', null],
            ['application/apply-patch+yaml', 'true'],
            ['application/merge-patch+json', null],
          ],
        );
        assert.equal(requests().at(-1)?.path, '/api/v1/namespaces/n/pods/web/status');
      },
    ));

  it('deletes an object with its dependents, and at once if asked to', () =>
    withClient(
      (_seen, response) => answer(response, 200, pod),
      async ({ client, requests }) => {
        assert.equal(await client.delete(reference, { graceSeconds: 0 }), true);
        assert.deepEqual(JSON.parse(requests()[0]?.body ?? ''), {
          apiVersion: 'v1',
          kind: 'DeleteOptions',
          propagationPolicy: 'Background',
          gracePeriodSeconds: 0,
        });
      },
    ));

  it('finds out whether a kind is namespaced', () =>
    withClient(
      (_seen, response) => answer(response, 404, ''),
      async ({ client }) => {
        assert.equal(await client.isNamespaced('v1', 'Pod'), true);
        assert.equal(await client.isNamespaced('v1', 'Namespace'), false);
        assert.equal(await client.isNamespaced('v1', 'Gateway'), undefined);
      },
    ));

  it('returns the reason of a refused delete', () =>
    withClient(
      (_seen, response) => answer(response, 403, status(403, 'Forbidden', 'no')),
      async ({ client }) => assert.rejects(client.delete(reference), { status: 403, reason: 'Forbidden' }),
    ));

  it('reads logs as text', () =>
    withClient(
      (_seen, response) => answer(response, 200, 'zweite Zeile: ü\n', { 'content-type': 'text/plain' }),
      async ({ client, requests }) => {
        assert.equal(await client.logs('n', 'web', { container: 'c', tailLines: 1 }), 'zweite Zeile: ü\n');
        assert.equal(requests()[0]?.query.get('tailLines'), '1');
        assert.equal(requests()[0]?.query.get('container'), 'c');
        assert.ok(Number(requests()[0]?.query.get('limitBytes')) > 0);
      },
    ));

  it('reads an empty log for a pod without a node', () =>
    withClient(
      (_seen, response) => void response.writeHead(204).end(),
      async ({ client, requests }) => {
        assert.equal(await client.logs('n', 'web', { limitBytes: 5 }), '');
        assert.equal(requests()[0]?.query.get('limitBytes'), '5');
      },
    ));

  it('returns any answer to a raw path, without a retry', () =>
    withClient(
      (_seen, response) => answer(response, 503, 'not yet', { 'retry-after': '1' }),
      async ({ client, requests }) => {
        assert.deepEqual(await client.raw('/readyz?verbose'), { status: 503, body: 'not yet' });
        await client.raw('//evil.example/ö x');
        assert.deepEqual(
          requests().map(({ path }) => path),
          ['/readyz', '//evil.example/%C3%B6%20x'].map((path) => new URL(path, 'http://loopback').pathname),
        );
      },
    ));

  it('treats an answer that is not JSON as no answer', () =>
    withClient(
      (_seen, response) => answer(response, 200, '<html>'),
      async ({ client }) => {
        await assert.rejects(client.get(reference), {
          name: 'UnreachableError',
          message: 'GET /api/v1/namespaces/n/pods/web: the answer is not a JSON object',
        });
      },
    ));
});
