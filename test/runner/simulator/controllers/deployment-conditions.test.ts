import assert from 'node:assert/strict';
import {
  creationFailed,
  creationFault,
  deploymentConditions,
} from '../../../../runner/simulator/controllers/deployment-conditions.ts';
import type { Condition } from '../../../../runner/simulator/objects/metadata.ts';
import type { Deployment } from '../../../../runner/simulator/objects/workloads.ts';

const start = Date.parse('2026-01-01T00:00:00Z');

const look = (
  seconds: number,
  status: object,
  available: number,
  { complete = false, failure }: { complete?: boolean; failure?: Condition } = {},
) =>
  deploymentConditions({
    deployment: { metadata: { generation: 1 }, spec: { progressDeadlineSeconds: 10 }, status } as unknown as Deployment,
    set: 'web-1',
    counts: [1, 1, available, available],
    enough: available > 0,
    complete,
    failure,
    now: new Date(start + seconds * 1000),
  });
const statusWith = (conditions: object[], available = 0) => ({
  observedGeneration: 1,
  replicas: 1,
  updatedReplicas: 1,
  readyReplicas: available,
  availableReplicas: available,
  conditions,
});

describe('conditions of a Deployment', () => {
  it('it progresses, then it is late, and stays so', () => {
    const first = look(0, {}, 0);
    assert.deepEqual(
      first.map(({ reason }) => reason),
      ['MinimumReplicasUnavailable', 'ReplicaSetUpdated'],
    );
    const late = look(10, statusWith(first), 0);
    assert.equal(late[1]?.reason, 'ProgressDeadlineExceeded');
    assert.deepEqual(look(20, statusWith(late), 0), late);
  });

  it('progress gives it new time', () => {
    const late = look(10, statusWith(look(0, {}, 0)), 0);
    const again = look(11, statusWith(late), 1);
    assert.deepEqual(
      again.map(({ reason }) => reason),
      ['MinimumReplicasAvailable', 'ReplicaSetUpdated'],
    );
    assert.equal(again[1]?.['lastUpdateTime'], '2026-01-01T00:00:11Z');
    assert.equal(look(12, statusWith(again, 1), 1, { complete: true })[1]?.reason, 'NewReplicaSetAvailable');
  });

  it('a condition that changes goes to the end', () => {
    const types = (conditions: Condition[]): string[] => conditions.map(({ type }) => type);
    const rolledOut = look(12, statusWith(look(0, {}, 0), 0), 1, { complete: true });
    assert.deepEqual(types(rolledOut), ['Available', 'Progressing']);
    const lost = look(13, statusWith(rolledOut, 1), 0, { complete: true });
    assert.deepEqual(types(lost), ['Progressing', 'Available']);
    assert.deepEqual(types(look(14, statusWith(lost, 0), 1, { complete: true })), ['Progressing', 'Available']);
  });

  it('the failure of a ReplicaSet is told beside them', () => {
    const failure = { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', lastTransitionTime: 'then' };
    assert.deepEqual(look(0, {}, 0, { failure }).at(-1), { ...failure, lastUpdateTime: 'then' });
  });

  it('a ReplicaSet that could not be made is told as it was first', () => {
    const of = (conditions: object[]) => ({ status: { conditions } }) as unknown as Deployment;
    const first = creationFailed(of([{ type: 'Available' }]), 'no', new Date(start));
    assert.deepEqual(
      first.map(({ reason }) => reason),
      [undefined, creationFault],
    );
    assert.deepEqual(creationFailed(of(first), 'still no', new Date(start + 1000)), first);
  });
});
