import assert from 'node:assert/strict';
import { describeFault } from '../../../../../runner/simulator/api/field-error.ts';
import { validate, validateUpdate } from '../../../../../runner/simulator/api/validation/object.ts';
import { apiKind, makeApi } from '../../cluster.ts';

describe('validation of an object', () => {
  const lease = apiKind('Lease');
  const old = makeApi().create('Lease', { metadata: { name: 'l' } });

  it('looks at the name, by the rule of the kind', () => {
    const named = (name: string) => ({ ...old, metadata: { ...old.metadata, name } });
    assert.equal(validate(lease, named('A')).length, 1);
    assert.deepEqual(validate(lease, named('a.b')), []);
    assert.equal(validate({ ...lease, validateName: () => ['no'] }, named('a')).length, 1);
  });

  it('looks at a change of the metadata for all kinds, and again as the kind does', () => {
    const changed = { ...old, metadata: { ...old.metadata, uid: 'other' } };
    const words = 'metadata.uid: Invalid value: "other": field is immutable';
    assert.deepEqual(validateUpdate(lease, changed, old).map(describeFault), [words, words]);
    assert.deepEqual(validateUpdate({ ...lease, validateUpdate: () => [] }, changed, old).map(describeFault), [words]);
  });
});
