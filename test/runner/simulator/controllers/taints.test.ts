import assert from 'node:assert/strict';
import { tolerates } from '../../../../runner/simulator/controllers/taints.ts';

describe('taints', () => {
  const taint = { key: 'a', value: 'b', effect: 'NoSchedule' };
  for (const [toleration, expected] of [
    [{ operator: 'Exists' }, true],
    [{ key: 'a', operator: 'Exists' }, true],
    [{ key: 'a', value: 'b' }, true],
    [{ key: 'a', value: 'c' }, false],
    [{ key: 'a', value: 'b', effect: 'NoExecute' }, false],
    [{ key: 'x', operator: 'Exists' }, false],
  ] as const)
    it(JSON.stringify(toleration), () => assert.equal(tolerates([toleration], taint), expected));

  it('a preference keeps nobody out', () =>
    assert.equal(tolerates([], { key: 'a', effect: 'PreferNoSchedule' }), true));
});
