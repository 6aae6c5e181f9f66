import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../../runner/core/json.ts';
import { duplicateItems } from '../../../../../runner/simulator/api/patch/duplicate-items.ts';
import { schemaOf, shapeOf } from '../../../../../runner/simulator/api/schema/schema.ts';

const found = (kind: string, object: JsonObject): readonly string[] =>
  duplicateItems(object, shapeOf(schemaOf('', 'v1', kind)));

describe('items that stand twice in what is applied', () => {
  it('are told by their path and key, with defaults', () => {
    const service = {
      metadata: { name: 'dup', finalizers: ['a.b/c', 'a.b/c'] },
      spec: {
        ports: [
          { name: 'a', port: 80 },
          { name: 'b', port: 80, protocol: 'TCP' },
        ],
      },
    };
    assert.deepEqual(found('Service', service), [
      '.metadata.finalizers: duplicate entries for key [="a.b/c"]',
      '.spec.ports: duplicate entries for key [port=80,protocol="TCP"]',
    ]);
  });

  it('are found inside of items', () => {
    const [port, variable] = [{ containerPort: 80 }, { name: 'A', value: 'b' }];
    const main = { name: 'a', image: 'x', ports: [port, port], env: [variable, variable] };
    assert.deepEqual(found('Pod', { spec: { containers: [main, { name: 'a', image: 'z' }] } }), [
      '.spec.containers[name="a"].ports: duplicate entries for key [containerPort=80,protocol="TCP"]',
      '.spec.containers[name="a"].env: duplicate entries for key [name="A"]',
      '.spec.containers: duplicate entries for key [name="a"]',
    ]);
  });

  it('are none where items differ in a key, or the list is owned as a whole', () => {
    const ports = [{ port: 80 }, { port: 80, protocol: 'UDP' }];
    assert.deepEqual(found('Service', { spec: { ports, externalIPs: ['10.0.0.1', '10.0.0.1'] } }), []);
  });
});
