import assert from 'node:assert/strict';
import { EvidentError } from '../../../../../runner/cluster/kind/boot/phases.ts';
import type { KindNode } from '../../../../../runner/cluster/kind/nodes/node.ts';
import { withTails } from '../../../../../runner/cluster/kind/nodes/node-tails.ts';
import { type FakeOutcome, fakeContainer } from '../fake-container.ts';

const node = (outcome: FakeOutcome): KindNode => ({
  name: 'cp',
  address: '',
  controlPlane: true,
  container: fakeContainer(() => outcome),
});

describe('withTails', () => {
  it("adds the last lines of the node's logs to the evidence", async () => {
    const work = Promise.reject(new EvidentError('Late.', ['SERVFAIL']));
    await assert.rejects(withTails(node({ stdout: 'kube-proxy: too many open files\n\n' }), work), (error) => {
      assert.ok(error instanceof EvidentError);
      assert.equal(error.message, 'Late.');
      assert.deepEqual(error.evidence, ['SERVFAIL', 'kube-proxy: too many open files']);
      return true;
    });
  });

  it('keeps the evidence if the logs cannot be read', async () => {
    const work = Promise.reject(new EvidentError('Late.', ['SERVFAIL']));
    await assert.rejects(withTails(node({ status: 1 }), work), (error) => {
      assert.ok(error instanceof EvidentError);
      assert.deepEqual(error.evidence, ['SERVFAIL']);
      return true;
    });
  });

  it('reads no logs of a node that works, nor for other faults', async () => {
    assert.equal(await withTails(node({}), Promise.resolve(1)), 1);
    await assert.rejects(withTails(node({}), Promise.reject(new TypeError('bug'))), TypeError);
  });
});
