import assert from 'node:assert/strict';
import {
  validateDataChange,
  validateDataKeys,
} from '../../../../../../runner/simulator/api/kinds/support/config-data.ts';

const config = (fields: object) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'c', uid: '', resourceVersion: '' },
  ...fields,
});

describe('data of ConfigMaps and Secrets', () => {
  it('has keys that can be names of files', () => {
    assert.deepEqual(validateDataKeys(config({ data: { 'a.b-C_1': '' } })), []);
    assert.equal(validateDataKeys(config({ data: { 'a b': '' }, binaryData: { '': '' } })).length, 2);
  });

  it('stays once it is immutable', () => {
    const old = config({ data: { a: '1' }, immutable: true });
    assert.equal(validateDataChange(config({ data: { a: '2' } }), old).length, 1);
    assert.deepEqual(validateDataChange(config({ data: { a: '1' } }), old), []);
    assert.deepEqual(validateDataChange(config({ data: {} }), config({ data: { a: '1' } })), []);
  });
});
