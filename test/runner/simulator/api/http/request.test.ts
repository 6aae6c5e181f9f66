import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import {
  mustBeReadable,
  mustBeWritable,
  parseObject,
  parsePatch,
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
      assert.equal(target?.kind.resource.kind, kind);
      assert.deepEqual([target?.namespace, target?.name, target?.subresource], [namespace, name, subresource]);
    });

  for (const path of [
    '/api/v1/nosuch',
    '/api/v1/namespaces/a/nodes',
    '/apis/apps/v1/deployments/a/b',
    '/api/v1/pods/%E0%A4%A',
    '/apis/nope.example.com/v1/things',
  ])
    it(`refuses ${path}`, () => assert.throws(() => parseTarget(path), { name: 'StatusError' }));

  it('leaves other paths alone', () => {
    assert.equal(parseTarget('/version'), undefined);
    assert.equal(parseTarget('/apis/apps/v1'), undefined);
  });

  for (const [text, why] of [
    ['', 'unexpected end of JSON input (<empty>)'],
    [
      '{"apiVersion":"v1","kind":"Service","metadata":{"name":"subj',
      'unexpected end of JSON input ({"apiVersion":"v1","kind":"Ser ...)',
    ],
    [
      '[]',
      'json: cannot unmarshal array into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" } (5b5d)',
    ],
    ['{"kind":1}', 'json: cannot unmarshal number into Go struct field .kind of type string ({"kind":1})'],
  ] as const)
    it(`refuses the body ${text || 'that is empty'}`, () =>
      assert.throws(() => parseObject(text, 'Service'), {
        code: 400,
        message: `the object provided is unrecognized (must be of type Service): couldn't get version/kind; json parse error: ${why}`,
      }));

  it('refuses a patch that is no JSON', () =>
    assert.throws(() => parsePatch('{'), { message: 'error decoding patch: unexpected end of JSON input' }));

  it('reads and writes what it can', () => {
    for (const accept of ['', '*/*', 'text/html, */*', 'application/json;as=Table;v=v1;g=meta.k8s.io'])
      mustBeWritable(accept);
    for (const type of ['', 'application/json; charset=utf-8', 'application/vnd.kubernetes.protobuf'])
      mustBeReadable(type);
    assert.throws(() => mustBeWritable('text/csv'), { code: 406 });
    assert.throws(() => mustBeReadable('text/csv'), { code: 415 });
  });

  it('bounds a body', async () => {
    const stream = new PassThrough();
    stream.end(Buffer.alloc(4 * 1024 * 1024));
    await assert.rejects(readBody(stream as unknown as IncomingMessage), { code: 413 });
  });

  it('reads JSON as it is', () => assert.equal(textOf(Buffer.from('{}'), 'application/json'), '{}'));
});
