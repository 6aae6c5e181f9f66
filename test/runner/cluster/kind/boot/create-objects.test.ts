import assert from 'node:assert/strict';
import { ApiError, UnreachableError } from '../../../../../runner/cluster/api-error.ts';
import type { KubernetesObject } from '../../../../../runner/cluster/cluster.ts';
import { createObject } from '../../../../../runner/cluster/kind/boot/create-objects.ts';
import { manualClock } from '../../../../../runner/core/clock.ts';

const object: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a', namespace: 'kube-system' },
};

/** An API server that answers with faults first. */
const api = (...faults: Error[]) => {
  const left = [...faults];
  return {
    left,
    create: async () => {
      const fault = left.shift();
      if (fault) throw fault;
      return { object, warnings: [] };
    },
  };
};

const run = async (...faults: Error[]): Promise<number> => {
  const clock = manualClock();
  const server = api(...faults);
  const created = createObject(server, object, clock, new AbortController().signal);
  created.catch(() => undefined);
  await clock.advance(1_000);
  await created;
  return server.left.length;
};

describe('createObject', () => {
  it('tries again if a starting control plane refuses', async () => {
    const faults = [
      new UnreachableError('reset'),
      new ApiError(403, 'Forbidden', 'roles'),
      new ApiError(404, 'NotFound', 'namespaces "kube-system" not found'),
      new ApiError(500, 'InternalError', 'etcd'),
    ];
    assert.equal(await run(...faults), 0);
  });

  it('does not change an existing object', async () => {
    assert.equal(await run(new ApiError(409, 'AlreadyExists', 'there')), 0);
  });

  it('does not repeat an invalid request', async () => {
    await assert.rejects(run(new ApiError(422, 'Invalid', 'spec')), /spec/);
  });

  it('stops when it is aborted', async () => {
    const signal = AbortSignal.abort(new Error('interrupted'));
    await assert.rejects(createObject(api(new UnreachableError('x')), object, manualClock(), signal), {
      message: 'interrupted',
    });
  });
});
