import assert from 'node:assert/strict';
import { UnreachableError } from '../../../../runner/cluster/api-error.ts';
import type { ExecRequest, ExecResult, Vantage } from '../../../../runner/cluster/cluster.ts';
import { exec } from '../../../../runner/steps/act/exec.ts';
import { Unmet, Unobservable } from '../../../../runner/steps/finding.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { stepContext } from '../../../support/step-context.ts';

const spec = { from: 'pod/kubia-1', command: ['curl', '-s', 'http://kubia; rm -rf /'], exit: 0 };
const run = (answer: Partial<ExecResult>, more: Partial<Parameters<typeof exec.run>[0]> = {}) =>
  exec.run({ ...spec, ...more }, stepContext(fakeCluster({ exec: () => answer })));

describe('exec', () => {
  it('passes the arguments unchanged, in the named place', async () => {
    const seen: [Vantage, ExecRequest][] = [];
    const cluster = fakeCluster({
      exec: (vantage, request) => {
        seen.push([vantage, request]);
        return { stdout: "You've hit kubia-1\n" };
      },
    });
    const finding = await exec.run({ ...spec, stdout: { contains: 'kubia-1' } }, stepContext(cluster));
    assert.equal(finding.outcome, 'passed');
    assert.deepEqual(seen[0]?.[0], { place: 'pod', namespace: 'demo', pod: 'kubia-1' });
    assert.deepEqual(seen[0]?.[1].command, spec.command);
    assert.equal(finding.observation['stdout'], "You've hit kubia-1");
    assert.equal(finding.reproduce, "kubectl exec -n demo kubia-1 -- curl -s 'http://kubia; rm -rf /'");
  });

  it('fails with another exit code or output', async () => {
    assert.equal((await run({ status: 7 })).reason?.code, 'exit-mismatch');
    assert.equal((await run({ stdout: 'no' }, { stdout: { equals: 'yes' } })).reason?.code, 'output-mismatch');
  });

  it('is an error without an exit status, even if a failure is expected', async () => {
    assert.equal((await run({ status: undefined }, { exit: 'nonzero' })).outcome, 'error');
  });

  it('is an error when the program could not be started', async () => {
    const failure = 'exec: "nosuch": executable file not found in $PATH';
    for (const answer of [
      { status: 127, failure },
      { status: undefined, failure },
    ])
      for (const exit of [0, 'nonzero'] as const)
        await assert.rejects(
          run(answer, { exit }),
          (fault) => fault instanceof Unobservable && fault.reason.code === 'exec-failed',
        );
    assert.equal((await run({ status: 127, failure }, { exit: 127 })).outcome, 'passed');
  });

  it('passes on errors of the place and of the cluster', async () => {
    const context = stepContext(fakeCluster());
    const gone = { ...context, vantage: async () => Promise.reject(new Unmet('pods-gone', 'no pod')) };
    await assert.rejects(exec.run(spec, gone), Unmet);
    const broken = fakeCluster({ exec: () => Promise.reject(new UnreachableError('reset')) });
    await assert.rejects(exec.run(spec, stepContext(broken)), UnreachableError);
  });

  it('has a title', () => {
    assert.equal(exec.describe({ ...spec, command: ['echo', 'a b'] }), "echo 'a b' in pod/kubia-1");
  });
});
