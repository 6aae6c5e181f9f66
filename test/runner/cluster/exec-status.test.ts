import assert from 'node:assert/strict';
import { readExecStatus } from '../../../runner/cluster/exec-status.ts';

const exitCode = (message: unknown): string =>
  JSON.stringify({
    status: 'Failure',
    reason: 'NonZeroExitCode',
    message: 'command terminated with non-zero exit code',
    details: { causes: [{ reason: 'ExitCode', message }] },
  });
const broken = (message: string): string => JSON.stringify({ status: 'Failure', reason: 'InternalError', message });
const unstarted = 'OCI runtime exec failed: exec failed: unable to start container process: exec: "x": ';

describe('readExecStatus', () => {
  it('reads success and exit codes', () => {
    assert.deepEqual(readExecStatus('{"metadata":{},"status":"Success"}'), { status: 0 });
    assert.deepEqual(readExecStatus(exitCode('7')), { status: 7 });
    assert.deepEqual(readExecStatus(exitCode('137')), { status: 137 });
  });

  it('has no status if the frame cannot be read', () => {
    for (const frame of ['', 'nonsense', '[]', exitCode('seven'), exitCode(undefined), exitCode('-1')])
      assert.deepEqual(readExecStatus(frame), { status: undefined }, frame);
  });

  it('says why a command could not be started', () => {
    for (const [cause, status] of [
      ['executable file not found in $PATH: unknown', 127],
      ['stat /x: no such file or directory', 127],
      ['permission denied: unknown', 126],
      ['is a directory', 126],
    ] as const)
      assert.deepEqual(readExecStatus(broken(unstarted + cause)), { status, failure: unstarted + cause });
    const failure = 'container is in CONTAINER_EXITED state';
    assert.deepEqual(readExecStatus(broken(failure)), { status: undefined, failure });
  });
});
