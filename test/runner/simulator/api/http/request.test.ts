import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import {
  parseJson,
  parseObject,
  parseTarget,
  readBody,
  textOf,
} from '../../../../../runner/simulator/api/http/request.ts';

describe('requests', () => {
  for (const [path, kind, namespace, name, subresource] of [
    ['/api/v1/pods', 'Pod', undefined, undefined, undefined],
    ['/api/v1/namespaces/a/pods/b/log', 'Pod', 'a', 'b', 'log'],
    ['/api/v1/namespaces/a', 'Namespace', undefined, 'a', undefined],
    ['/api/v1/namespaces/a/status', 'Namespace', undefined, 'a', 'status'],
    ['/apis/apps/v1/namespaces/a/deployments/b/scale', 'Deployment', 'a', 'b', 'scale'],
    ['/apis/networking.k8s.io/v1/ingressclasses', 'IngressClass', undefined, undefined, undefined],
  ] as const)
    it(path, () => {
      const target = parseTarget(path);
      assert.equal(target?.resource.kind, kind);
      assert.deepEqual([target?.namespace, target?.name, target?.subresource], [namespace, name, subresource]);
    });

  for (const path of [
    '/api/v1/nosuch',
    '/api/v1/namespaces/a/nodes',
    '/apis/apps/v1/deployments/a/b',
    '/api/v1/pods/%E0%A4%A',
  ])
    it(`refuses ${path}`, () => assert.throws(() => parseTarget(path), { name: 'Refusal' }));

  it('leaves other paths alone', () => {
    assert.equal(parseTarget('/version'), undefined);
    assert.equal(parseTarget('/apis/apps/v1'), undefined);
  });

  it('refuses what is no JSON object', () => {
    assert.throws(() => parseJson('{'), { code: 400 });
    assert.throws(() => parseObject('[]'), { code: 400 });
  });

  it('bounds a body', async () => {
    const stream = new PassThrough();
    stream.end(Buffer.alloc(4 * 1024 * 1024));
    await assert.rejects(readBody(stream as unknown as IncomingMessage), { code: 413 });
  });

  it('reads JSON as it is', () => assert.equal(textOf(Buffer.from('{}'), 'application/json'), '{}'));
});
