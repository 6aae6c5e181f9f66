import assert from 'node:assert/strict';
import { ApiError } from '../../../../../runner/cluster/api-error.ts';
import {
  type RefusalExpectation,
  refusalFaults,
  refusalText,
} from '../../../../../runner/steps/act/support/refusal-expectation.ts';

const taken = 'Invalid value: 30123: provided port is already allocated';
const answer = new ApiError(
  422,
  'Invalid',
  `Service "x" is invalid: [spec.ports[0].nodePort: ${taken}, spec.type: y]`,
  [
    { reason: 'FieldValueInvalid', message: taken, field: 'spec.ports[0].nodePort' },
    { reason: 'FieldValueNotSupported', message: 'Unsupported value: "y"', field: 'spec.type' },
  ],
);
const exists = new ApiError(409, 'AlreadyExists', 'services "kubia" already exists');

const faults = (expected: RefusalExpectation, error = answer): string =>
  refusalFaults(error, expected).faults.join(' ');

describe('refusalFaults', () => {
  for (const [name, expected, error] of [
    ['a part of the message', { contains: 'Service "x" is invalid' }, answer],
    ['several parts', { contains: ['30123', 'already allocated'] }, answer],
    ['a field', { field: 'spec.ports[0].nodePort' }, answer],
    ['a field and its message', { field: 'spec.ports[0].nodePort', contains: 'already allocated' }, answer],
    ["a line of kubectl's output", { contains: 'spec.ports[0].nodePort: Invalid value: 30123' }, answer],
    ['status and reason', { contains: 'already exists', status: 409, reason: 'AlreadyExists' }, exists],
  ] as const)
    it(`accepts ${name}`, () => assert.equal(faults(expected as RefusalExpectation, error), ''));

  for (const [name, expected, error, message] of [
    ['another message', { contains: 'valid range' }, answer, 'Its message lacks "valid range".'],
    [
      'another field',
      { field: 'spec.ports[1].nodePort' },
      answer,
      'Its causes are about spec.ports[0].nodePort, spec.type, not spec.ports[1].nodePort.',
    ],
    [
      'the message about another field',
      { field: 'spec.type', contains: 'already allocated' },
      answer,
      'Its message about spec.type lacks "already allocated".',
    ],
    [
      'a refusal without a field',
      { field: 'metadata.name' },
      exists,
      'Its causes are about no field, not metadata.name.',
    ],
    ['another status', { contains: 'exists', status: 422 }, exists, 'Its status is 409, not 422.'],
    ['another reason', { contains: 'exists', reason: 'Invalid' }, exists, 'Its reason is AlreadyExists, not Invalid.'],
  ] as const)
    it(`rejects ${name}`, () => assert.equal(faults(expected as RefusalExpectation, error), message));

  it('suggests the field that was probably meant', () => {
    assert.equal(
      refusalFaults(answer, { field: 'spec.port[0].nodePort' }).hint,
      'Did you mean spec.ports[0].nodePort?',
    );
    assert.match(refusalFaults(exists, { field: 'x' }).hint ?? '', /use contains/);
  });
});

describe('refusalText', () => {
  it('is part of a sentence', () =>
    assert.equal(
      refusalText({ field: 'spec.type', contains: ['a', 'b'], status: 422, reason: 'Invalid' }),
      'for spec.type, with "a", with "b", with status 422, as Invalid',
    ));
});
