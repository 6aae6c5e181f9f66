import assert from 'node:assert/strict';
import fc from 'fast-check';
import { nodeNames, prefixOf } from '../../../runner/cluster/node-names.ts';

describe('nodeNames', () => {
  it('follows kind', () => {
    assert.deepEqual(nodeNames('r1', 3), [
      'plumbline-r1-control-plane',
      'plumbline-r1-worker',
      'plumbline-r1-worker2',
      'plumbline-r1-worker3',
    ]);
  });

  it('are labels of DNS for every run', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (runId) => {
        for (const name of [...nodeNames(runId, 12), `${prefixOf(runId)}-external-12`])
          assert.match(name, /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])$/);
      }),
    );
  });
});

describe('prefixOf', () => {
  it('differs for runs that differ only in characters that a name cannot contain', () => {
    const prefixes = ['A.b', 'a.b', 'a-b', 'a b', 'ä', 'ö', 'x'.repeat(80), 'x'.repeat(81)].map(prefixOf);
    assert.equal(new Set(prefixes).size, prefixes.length);
  });
});
