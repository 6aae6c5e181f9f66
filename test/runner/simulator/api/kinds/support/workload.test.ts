import assert from 'node:assert/strict';
import { describeFault } from '../../../../../../runner/simulator/api/field-error.ts';
import {
  defaultRollingUpdate,
  validateImmutableFields,
  validateReplicas,
  validateSelector,
} from '../../../../../../runner/simulator/api/kinds/support/workload.ts';
import { selector, template } from '../../../workloads.ts';

const workload = (spec: object) => ({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: { name: 'w', uid: '', resourceVersion: '' },
  spec: spec as never,
});

describe('what workloads have in common', () => {
  it('an update rolls unless it says otherwise', () => {
    assert.deepEqual(defaultRollingUpdate({ rollingUpdate: { b: 2 } }, { a: 1, b: 1 }), {
      type: 'RollingUpdate',
      rollingUpdate: { a: 1, b: 2 },
    });
    assert.deepEqual(defaultRollingUpdate({ type: 'OnDelete' }, { a: 1 }), { type: 'OnDelete' });
  });

  it('replicas are not negative', () => {
    assert.deepEqual(validateReplicas(0), []);
    assert.equal(validateReplicas(-1).length, 1);
  });

  it('a selector matches the template', () => {
    assert.deepEqual(validateSelector(workload({ selector, template })), []);
    assert.deepEqual(validateSelector(workload({ selector: {}, template })).map(describeFault), [
      'spec.selector: Invalid value: {}: empty selector is invalid for replicaset',
    ]);
    assert.equal(validateSelector(workload({ template })).length, 2);
    assert.equal(validateSelector(workload({ template }), false).length, 1);
  });

  it('a field that is frozen does not change', () => {
    const [next, old] = [workload({ selector: { matchLabels: { a: 'b' } } }), workload({ selector })];
    assert.deepEqual(validateImmutableFields(next, old, ['selector']).map(describeFault), [
      'spec.selector: Invalid value: {"matchLabels":{"a":"b"}}: field is immutable',
    ]);
  });
});
