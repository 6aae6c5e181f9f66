import assert from 'node:assert/strict';
import { backOff, describeCause, isReset, retryAfter } from '../../../runner/cluster/retry.ts';

const withCode = (code: string, message = ''): Error => Object.assign(new Error(message), { code });

describe('retryAfter', () => {
  it('reads seconds only', () => {
    assert.equal(retryAfter(429, '1', 'never'), 1_000);
    assert.equal(retryAfter(429, ['0'], 'never'), 0);
    for (const header of [undefined, '', '-1', 'Wed, 21 Oct 2015 07:28:00 GMT', '1e9', '99999999'])
      assert.equal(retryAfter(429, header, 'always'), undefined, header);
  });

  it('repeats a request that may have had an effect only if that does no harm', () => {
    assert.equal(retryAfter(503, '1', 'always'), 1_000);
    assert.equal(retryAfter(503, '1', 'never'), undefined);
    assert.equal(retryAfter(404, '1', 'always'), undefined);
  });
});

describe('backOff', () => {
  it('doubles up to a second', () => {
    assert.deepEqual([1, 2, 3, 4, 5, 6, 7, 50].map(backOff), [50, 100, 200, 400, 800, 1_000, 1_000, 1_000]);
  });
});

describe('isReset', () => {
  it('distinguishes a broken connection from one that never opened', () => {
    for (const code of ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']) assert.equal(isReset(withCode(code)), true);
    for (const cause of [withCode('ECONNREFUSED'), withCode('UND_ERR_CONNECT_TIMEOUT'), new Error('x'), 'ECONNRESET'])
      assert.equal(isReset(cause), false);
  });
});

describe('describeCause', () => {
  it('always has a text', () => {
    assert.equal(describeCause(withCode('ECONNREFUSED', 'connect ECONNREFUSED ::1:1')), 'connect ECONNREFUSED ::1:1');
    assert.equal(describeCause(withCode('ECONNREFUSED')), 'ECONNREFUSED');
    assert.equal(describeCause(new Error()), 'no answer');
    assert.equal(describeCause('odd'), 'odd');
  });
});
