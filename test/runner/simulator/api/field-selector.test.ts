import assert from 'node:assert/strict';
import { parseFieldSelector } from '../../../../runner/simulator/api/field-selector.ts';

describe('field selectors', () => {
  const metadata = { name: 'a', uid: '', resourceVersion: '' };
  const object = { apiVersion: 'v1', kind: 'Pod', metadata, spec: { nodeName: 'n,1' }, status: { phase: 'Running' } };
  const kind = { selectableFields: ['status.phase', 'spec.nodeName', { path: 'spec.odd', text: () => 'yes' }] };
  const matches = (text: string | undefined): boolean => parseFieldSelector(kind, text)(object);

  it('compare the texts of fields, or of what the kind makes of them', () => {
    assert.equal(matches('status.phase!=Pending,spec.nodeName=n\\,1'), true);
    assert.equal(matches('metadata.name==b'), false);
    assert.equal(matches('spec.odd=yes'), true);
    assert.equal(matches(undefined), true);
  });

  it('are refused when the kind has no such field, or when they compare nothing', () => {
    assert.throws(() => matches('spec.foo=1'), /field label not supported: spec.foo/);
    assert.throws(() => matches('spec.nodeName'), /can't understand 'spec.nodeName'/);
  });
});
