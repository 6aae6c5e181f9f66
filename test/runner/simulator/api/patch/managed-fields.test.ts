import assert from 'node:assert/strict';
import { entriesOf, manageable } from '../../../../../runner/simulator/api/patch/managed-fields.ts';
import type { Meta } from '../../../../../runner/simulator/objects/metadata.ts';
import { apiKind, makeApi, serviceOf } from '../../cluster.ts';

describe('managed fields', () => {
  it('a creator owns what it set and what was defaulted, not what was allocated', () => {
    const { create } = makeApi();
    const [entry, ...rest] = entriesOf(create('Service', serviceOf('a'), { manager: 'kubectl-create' }));
    assert.deepEqual(rest, []);
    assert.equal(entry?.name, 'kubectl-create');
    assert.equal(entry?.operation, 'Update');
    assert.ok(entry?.fields['f:spec']?.['f:type']);
    assert.equal(entry?.fields['f:spec']?.['f:clusterIP'], undefined);
  });

  it('who changes a field owns it', () => {
    const { create, registry, context } = makeApi();
    create('Service', serviceOf('a'), { manager: 'first' });
    const labels = { labels: { a: 'b' } };
    const change = (current: { metadata: Meta }) =>
      ({ ...current, metadata: { ...current.metadata, ...labels } }) as never;
    const found = context.store.get('Service', 'default', 'a');
    assert.ok(found);
    const { object } = registry.update({ kind: apiKind('Service'), namespace: 'default', name: 'a' }, change, {
      manager: 'second',
    });
    assert.deepEqual(
      entriesOf(object).map(({ name, fields }) => [name, fields['f:metadata']]),
      [
        ['first', undefined],
        ['second', { 'f:labels': { '.': {}, 'f:a': {} } }],
      ],
    );
  });

  it('nobody manages what the server keeps', () => {
    assert.deepEqual(manageable({ 'f:metadata': { 'f:uid': {}, 'f:labels': {} }, 'f:kind': {} }), {
      'f:metadata': { 'f:labels': {} },
    });
  });
});
