import assert from 'node:assert/strict';
import { readResolvConf } from '../../../../../runner/steps/discover/support/read-resolv-conf.ts';
import { Unobservable } from '../../../../../runner/steps/finding.ts';
import { fakeCluster } from '../../../../support/fake-cluster.ts';
import { stepContext } from '../../../../support/step-context.ts';

const read = (result: { stdout?: string; stderr?: string; status?: number }) =>
  readResolvConf(stepContext(fakeCluster({ exec: () => result })), { place: 'node', node: 'n1' });

describe('readResolvConf', () => {
  it('returns the text of the file', async () => {
    assert.equal(await read({ stdout: 'nameserver 10.96.0.10\n' }), 'nameserver 10.96.0.10\n');
    assert.equal(await read({}), '');
  });

  it('rejects a file that cannot be read', () =>
    assert.rejects(
      read({ status: 1, stderr: 'cat: No such file' }),
      (fault) =>
        fault instanceof Unobservable &&
        fault.reason.code === 'transcript-unreadable' &&
        /in node n1 could not be read: cat: No such file\./.test(fault.message),
    ));
});
