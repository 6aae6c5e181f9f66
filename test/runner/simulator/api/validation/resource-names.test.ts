import assert from 'node:assert/strict';
import type { FieldError } from '../../../../../runner/simulator/api/field-error.ts';
import { quantityOf } from '../../../../../runner/simulator/api/quantity.ts';
import {
  isExtended,
  isQuotaName,
  validateAmount,
  validateContainerResource,
  validateQuotaName,
  validateResourceName,
} from '../../../../../runner/simulator/api/validation/resource-names.ts';

const details = (faults: readonly FieldError[]): string[] => faults.map(({ detail }) => detail);

describe('resource-names', () => {
  it('knows names anywhere, of quotas and of containers', () => {
    for (const name of ['cpu', 'requests.memory', 'example.com/gpu', 'hugepages-2Mi'])
      assert.deepEqual(validateResourceName(name, 'f'), [], name);
    assert.deepEqual(details(validateResourceName('foo', 'f')), [
      'must be a standard resource type or fully qualified',
    ]);
    assert.deepEqual(details(validateQuotaName('storage', 'f')), ['must be a standard resource for quota']);
    assert.deepEqual(details(validateContainerResource('pods', 'f')), ['must be a standard resource for containers']);
    assert.deepEqual(validateContainerResource('ephemeral-storage', 'f'), []);
    assert.ok(isQuotaName('requests.hugepages-1Gi') && !isQuotaName('hugepage'));
  });

  it('tells names of other domains apart', () => {
    assert.ok(isExtended('example.com/gpu'));
    for (const name of ['cpu', 'kubernetes.io/x', 'requests.example.com/gpu'])
      assert.equal(isExtended(name), false, name);
  });

  it('what is counted must be whole and not negative', () => {
    assert.deepEqual(details(validateAmount('pods', quantityOf('0.5'), 'f')), ['must be an integer']);
    assert.deepEqual(details(validateAmount('example.com/gpu', quantityOf('0.5'), 'f')), ['must be an integer']);
    assert.deepEqual(details(validateAmount('cpu', quantityOf('-0.5'), 'f')), ['must be greater than or equal to 0']);
    assert.deepEqual(validateAmount('cpu', quantityOf('0.5'), 'f'), []);
  });
});
