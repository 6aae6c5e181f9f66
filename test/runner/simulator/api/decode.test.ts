import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../runner/core/json.ts';
import { decode } from '../../../../runner/simulator/api/decode.ts';
import { schemaOf } from '../../../../runner/simulator/api/schema/schema.ts';

const read = (body: JsonObject) => decode({ kind: 'Service', ...body }, schemaOf('', 'v1', 'Service'));

describe('decode', () => {
  it('names unknown fields by path and drops them', () => {
    const { object, unknown } = read({ spec: { foo: 1, ports: [{ port: 80, bar: 'x' }] } });
    assert.deepEqual(unknown, ['spec.foo', 'spec.ports[0].bar']);
    assert.deepEqual(object['spec'], { ports: [{ port: 80 }] });
  });

  it('drops nulls and keeps free maps', () => {
    const { object, unknown } = read({ metadata: { labels: { 'any/key': 'x' }, annotations: null } });
    assert.deepEqual(object['metadata'], { labels: { 'any/key': 'x' } });
    assert.deepEqual(unknown, []);
  });

  for (const [body, expected] of [
    [
      { spec: { ports: 'x' } },
      'json: cannot unmarshal string into Go struct field ServiceSpec.spec.ports of type []v1.ServicePort',
    ],
    [
      { spec: { ports: [{ port: '80' }] } },
      'json: cannot unmarshal string into Go struct field ServicePort.spec.ports.port of type int32',
    ],
    [
      { metadata: { labels: { a: 1 } } },
      'json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string',
    ],
    [{ spec: { type: true } }, 'json: cannot unmarshal bool into Go struct field ServiceSpec.spec.type of type string'],
  ] as const)
    it(expected, () => assert.equal(read(body as unknown as JsonObject).mismatch, expected));

  it('takes a number or a name where both may stand', () => {
    assert.equal(read({ spec: { ports: [{ targetPort: 'http' }, { targetPort: 8080 }] } }).mismatch, undefined);
  });

  it('survives what is nested too deeply', () => {
    let deep: JsonObject = {};
    for (let level = 0; level < 200; level += 1) deep = { metadata: deep };
    assert.ok(read(deep));
  });
});
