import assert from 'node:assert/strict';
import { ApiError } from '../../../runner/cluster/api-error.ts';

describe('api-error', () => {
  for (const [status, refusal] of [
    [400, true],
    [403, true],
    [404, true],
    [409, true],
    [422, true],
    [408, false],
    [410, false],
    [429, false],
    [500, false],
    [503, false],
  ] as const) {
    it(`${status} is ${refusal ? "the request's fault" : 'not a fault of the request'}`, () => {
      assert.equal(new ApiError(status, 'Reason', 'message').isRefusal, refusal);
    });
  }
});
