import assert from 'node:assert/strict';
import { seededRandom } from '../../../../runner/core/random.ts';
import { createUid } from '../../../../runner/simulator/api/uid.ts';

describe('identities', () => {
  it('are drawn from the seed', () => {
    const random = seededRandom(3);
    const first = createUid(random);
    assert.equal(first, createUid(seededRandom(3)));
    assert.notEqual(first, createUid(random));
    assert.match(first, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
