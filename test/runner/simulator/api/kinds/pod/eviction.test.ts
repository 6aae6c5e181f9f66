import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../../../runner/core/json.ts';
import { evict } from '../../../../../../runner/simulator/api/kinds/pod/eviction.ts';
import { StatusError } from '../../../../../../runner/simulator/api/status.ts';
import type { Condition } from '../../../../../../runner/simulator/objects/metadata.ts';
import { makeApi, podOf, report } from '../../../cluster.ts';

const setting = (budget?: JsonObject, isReady = true) => {
  const api = makeApi();
  api.create('Pod', podOf('p', { app: 'web' }));
  report(api.context, 'p', { ip: '10.244.1.2', ready: isReady });
  if (budget) add(api, 'b', budget);
  const removed: object[] = [];
  const evictPod = (body: JsonObject = { metadata: { name: 'p' } }, dryRun = false): JsonObject => {
    const pod = api.store.get('Pod', 'default', 'p');
    assert.ok(pod);
    const remove = (options: object): void => void removed.push(options);
    return evict(pod, { ...api, body, dryRun, remove });
  };
  const refusal = (): StatusError => {
    try {
      evictPod();
    } catch (fault) {
      if (fault instanceof StatusError) return fault;
    }
    throw new Error('It was evicted.');
  };
  return { ...api, removed, evictPod, refusal };
};

/** A budget with a status, as its controller has left it. */
const add = ({ create, context }: ReturnType<typeof makeApi>, name: string, status: JsonObject): void => {
  const spec = { minAvailable: 1, selector: { matchLabels: { app: 'web' } } };
  const budget = create('PodDisruptionBudget', { metadata: { name }, spec });
  context.setStatus(budget, {
    observedGeneration: 1,
    currentHealthy: 1,
    desiredHealthy: 1,
    expectedPods: 1,
    ...status,
  });
};

const phrase = "Cannot evict pod as it would violate the pod's disruption budget.";

describe('eviction', () => {
  it('deletes a pod that nothing guards, and says in its status who did', () => {
    const { evictPod, removed, store } = setting();
    const body = { metadata: { name: 'p' }, deleteOptions: { gracePeriodSeconds: 5 } };
    assert.deepEqual(evictPod(body)['status'], 'Success');
    assert.deepEqual(removed, [{ gracePeriodSeconds: 5 }]);
    const conditions: Condition[] = store.get('Pod', 'default', 'p')?.status.conditions ?? [];
    assert.equal(conditions.find(({ type }) => type === 'DisruptionTarget')?.reason, 'EvictionByEvictionAPI');
  });

  it('is refused by a budget without room, which says why', () => {
    const { refusal, removed } = setting({ disruptionsAllowed: 0 });
    const { code, message, reason, details } = refusal();
    assert.deepEqual([code, reason, message], [429, 'TooManyRequests', phrase]);
    assert.deepEqual(details, {
      causes: [
        { reason: 'DisruptionBudget', message: 'The disruption budget b needs 1 healthy pods and has 1 currently' },
      ],
    });
    assert.deepEqual(removed, []);
  });

  it('is refused until the controller has seen the budget', () => {
    const { code, details } = setting({ disruptionsAllowed: 1, observedGeneration: 0 }).refusal();
    assert.equal(code, 429);
    assert.deepEqual(details, {
      causes: [
        { reason: 'DisruptionBudget', message: 'The disruption budget b is still being processed by the server.' },
      ],
      retryAfterSeconds: 10,
    });
  });

  it('is charged to a budget with room', () => {
    const { evictPod, store } = setting({ disruptionsAllowed: 1 });
    evictPod(undefined, true);
    assert.equal(store.get('PodDisruptionBudget', 'default', 'b')?.status.disruptionsAllowed, 1);
    evictPod();
    const status = store.get('PodDisruptionBudget', 'default', 'b')?.status;
    assert.equal(status?.disruptionsAllowed, 0);
    assert.deepEqual(Object.keys(status?.disruptedPods ?? {}), ['p']);
    assert.equal(status?.conditions?.[0]?.status, 'False');
  });

  it('of a pod that is not ready is free while enough others are', () => {
    const { evictPod, removed } = setting({ disruptionsAllowed: 0 }, false);
    evictPod();
    assert.equal(removed.length, 1);
    assert.equal(setting({ disruptionsAllowed: 0, currentHealthy: 0 }, false).refusal().code, 429);
  });

  it('does not know what to do about two budgets', () => {
    const { refusal, ...api } = setting({ disruptionsAllowed: 1 });
    add(api, 'c', { disruptionsAllowed: 1 });
    assert.deepEqual([refusal().code, /more than one PodDisruptionBudget/.test(refusal().message)], [500, true]);
  });

  it('names the pod that its path names', () =>
    assert.throws(() => setting().evictPod({}), /name in URL does not match name in Eviction object/));
});
