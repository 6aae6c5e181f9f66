import assert from 'node:assert/strict';
import {
  changedFields,
  existing,
  fieldsOf,
  pathText,
  union,
  without,
} from '../../../../../runner/simulator/api/patch/fields.ts';
import { schemaOf, shapeOf } from '../../../../../runner/simulator/api/schema/schema.ts';

const shape = shapeOf(schemaOf('', 'v1', 'Service'));
const port = 'k:{"port":80,"protocol":"TCP"}';

describe('field trees', () => {
  it('names items of a keyed list by their keys, defaults included', () => {
    const tree = fieldsOf({ spec: { ports: [{ port: 80, targetPort: 8080 }], selector: { app: 'a' } } }, shape);
    assert.deepEqual(tree, {
      'f:spec': { 'f:ports': { [port]: { '.': {}, 'f:port': {}, 'f:targetPort': {} } }, 'f:selector': {} },
    });
  });

  it('finds what changed', () => {
    const before = { metadata: { labels: { a: '1', b: '2' } } };
    const after = { metadata: { labels: { a: '1', b: '3', c: '4' } } };
    assert.deepEqual(changedFields(before, after, shape), { 'f:metadata': { 'f:labels': { 'f:b': {}, 'f:c': {} } } });
    assert.equal(changedFields(before, before, shape), undefined);
  });

  it('what is new is owned itself, unless a zero value has it', () => {
    const plain = { metadata: { labels: { a: '1' } }, spec: { ports: [{ port: 80, protocol: 'TCP' }], selector: {} } };
    assert.deepEqual(changedFields(undefined, plain, shape), {
      'f:metadata': { 'f:labels': { '.': {}, 'f:a': {} } },
      'f:spec': {
        'f:ports': { '.': {}, [port]: { '.': {}, 'f:port': {}, 'f:protocol': {} } },
        'f:selector': {},
      },
    });
    // containers must be there, so it is no discovery; a template stands in its object by value; a probe does not.
    const template = { spec: { containers: [{ name: 'a', readinessProbe: { periodSeconds: 1 } }] } };
    assert.deepEqual(changedFields(undefined, { spec: { template } }, shapeOf(schemaOf('apps', 'v1', 'Deployment'))), {
      'f:spec': {
        'f:template': {
          'f:spec': {
            'f:containers': {
              'k:{"name":"a"}': { '.': {}, 'f:name': {}, 'f:readinessProbe': { '.': {}, 'f:periodSeconds': {} } },
            },
          },
        },
      },
    });
  });

  it('adds and takes away', () => {
    const tree = { a: { b: {}, c: {} }, d: {} };
    assert.deepEqual(without(tree, { a: { b: {} } }), { a: { c: {} }, d: {} });
    assert.deepEqual(without(tree, { a: { b: {}, c: {} } }), { d: {} });
    assert.deepEqual(union({ a: { b: {} } }, { a: { c: {} } }), { a: { b: {}, c: {} } });
    assert.deepEqual(existing({ 'f:spec': {}, 'f:data': {} }, { spec: {} }, shape), { 'f:spec': {} });
  });

  it('writes a path', () => {
    assert.equal(
      pathText(['f:spec', 'f:ports', port, 'f:targetPort']),
      '.spec.ports[port=80,protocol="TCP"].targetPort',
    );
  });
});
