import assert from 'node:assert/strict';
import { ApiError } from '../../../../../runner/cluster/api-error.ts';
import { Unmet, Unobservable } from '../../../../../runner/steps/finding.ts';
import { readPodLogs } from '../../../../../runner/steps/look/support/pod-logs.ts';
import { fakeCluster } from '../../../../support/fake-cluster.ts';
import { podObject } from '../../../../support/service-objects.ts';
import { stepContext } from '../../../../support/step-context.ts';

const pod = podObject('web', {
  spec: { containers: [{ name: 'app' }, { name: 'side' }], initContainers: [{ name: 'setup' }] },
});

const read = (answer: (container: string) => string, container?: string) => {
  const cluster = fakeCluster();
  cluster.api.logs = async (_namespace, _pod, options) => answer(options?.container ?? '');
  return readPodLogs(pod, container, stepContext(cluster));
};
const throwing = (error: Error) => () => {
  throw error;
};

describe('readPodLogs', () => {
  it('reads all containers of a pod, or the named one', async () => {
    assert.deepEqual(await read((name) => `${name} 1\n${name} 2\n`), {
      pod: 'web',
      logs: [
        { container: 'app', lines: ['app 1', 'app 2'], cut: false },
        { container: 'side', lines: ['side 1', 'side 2'], cut: false },
      ],
    });
    const one = await read((name) => name, 'setup');
    assert.deepEqual(one?.logs, [{ container: 'setup', lines: ['setup'], cut: false }]);
    assert.deepEqual((await read(() => '', 'app'))?.logs[0]?.lines, []);
  });

  it('reports a container that the pod does not have', () =>
    assert.rejects(
      read(() => '', 'ap'),
      (fault) => fault instanceof Unmet && fault.reason.hint === 'Did you mean app?',
    ));

  it('has no log for a container that has not started, and none of a deleted pod', async () => {
    const waiting = 'container "app" in pod "web" is waiting to start: ContainerCreating';
    const found = await read(throwing(new ApiError(400, 'BadRequest', waiting)), 'app');
    assert.deepEqual(found?.logs, [{ container: 'app', lines: [], cut: false, waiting }]);
    assert.equal(await read(throwing(new ApiError(404, 'NotFound', 'pods "web" not found'))), undefined);
  });

  it('rejects a log that cannot be read', async () => {
    await assert.rejects(read(throwing(new ApiError(500, 'InternalError', 'dial tcp'))), ApiError);
    for (const body of [
      'unable to retrieve container logs for containerd://0123',
      'failed to try resolving symlinks in path "/var/log/pods/x/0.log": lstat: no such file',
    ])
      await assert.rejects(
        read(() => body),
        (fault) => fault instanceof Unobservable && fault.reason.code === 'transcript-unreadable',
      );
  });

  it('notices a log that is longer than the limit', async () =>
    assert.equal((await read(() => 'x'.repeat(4 * 1024 * 1024), 'app'))?.logs[0]?.cut, true));
});
