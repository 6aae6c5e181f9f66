import assert from 'node:assert/strict';
import {
  causeOf,
  describeFault,
  duplicate,
  forbiddenField,
  invalidValue,
  notSupported,
  required,
  tooLong,
} from '../../../../runner/simulator/api/field-error.ts';

describe('field faults', () => {
  for (const [fault, text] of [
    [required('a'), 'a: Required value'],
    [required('a', 'say why'), 'a: Required value: say why'],
    [forbiddenField('a', 'no'), 'a: Forbidden: no'],
    [invalidValue('a', 80, 'bad'), 'a: Invalid value: 80: bad'],
    [invalidValue('a', ['10.96.9.9'], 'bad'), 'a: Invalid value: ["10.96.9.9"]: bad'],
    [invalidValue('a', undefined, 'bad'), 'a: Invalid value: null: bad'],
    [duplicate('a', 'http'), 'a: Duplicate value: "http"'],
    [notSupported('a', 'X', ['B', 'C']), 'a: Unsupported value: "X": supported values: "B", "C"'],
    [tooLong('a', 3), 'a: Too long: may not be more than 3 bytes'],
  ] as const)
    it(text, () => assert.equal(describeFault(fault), text));

  it('becomes a cause', () => {
    assert.deepEqual(causeOf(required('a')), { reason: 'FieldValueRequired', message: 'Required value', field: 'a' });
  });
});
