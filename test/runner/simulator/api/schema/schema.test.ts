import assert from 'node:assert/strict';
import { kinds } from '../../../../../runner/simulator/api/kinds/index.ts';
import {
  definitionName,
  definitions,
  fieldSchema,
  schemaOf,
  shapeOf,
} from '../../../../../runner/simulator/api/schema/schema.ts';

describe('schema', () => {
  it('has a definition for each kind that is served', () => {
    for (const {
      resource: { group, version, kind },
    } of kinds)
      assert.ok(definitionName(group, version, kind), kind);
  });

  it('is closed: every reference leads to a definition', () => {
    const missing = new Set<string>();
    JSON.stringify(definitions, (key, value) => {
      if (key === '$ref' && typeof value === 'string' && !definitions[value.split('/').at(-1) ?? ''])
        missing.add(value);
      return value;
    });
    assert.deepEqual([...missing], []);
  });

  it('knows how lists are merged', () => {
    const spec = shapeOf(fieldSchema(shapeOf(schemaOf('', 'v1', 'Service')), 'spec') ?? {});
    const ports = shapeOf(fieldSchema(spec, 'ports') ?? {});
    assert.deepEqual(ports.list, { type: 'map', keys: ['port', 'protocol'], mergeKey: 'port' });
    assert.equal(shapeOf(ports.items ?? {}).goType, 'ServicePort');
    assert.equal(shapeOf(fieldSchema(spec, 'selector') ?? {}).atomic, true);
    assert.equal(fieldSchema(spec, 'toString'), undefined);
  });
});
