import assert from 'node:assert/strict';
import { limitRanger } from '../../../../../runner/simulator/api/admission/limit-ranger.ts';
import type { AdmissionContext } from '../../../../../runner/simulator/api/admission/plugin.ts';
import { Store } from '../../../../../runner/simulator/api/store.ts';
import type { Pod } from '../../../../../runner/simulator/objects/pods.ts';
import { apiKind } from '../../cluster.ts';

const storeWith = (...limits: object[]): Store => {
  const store = new Store();
  limits.forEach((limit, index) => {
    store.put({
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: `range-${index}`, namespace: 'default', uid: `${index}`, resourceVersion: '' },
      spec: { limits: [{ type: 'Container', ...limit }] as never },
    });
  });
  return store;
};

const pod = (...resources: object[]): Pod =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a', namespace: 'default', uid: 'u', resourceVersion: '1' },
    spec: { containers: resources.map((each, index) => ({ name: `c${index}`, image: 'i', resources: each })) },
    status: { phase: 'Pending' },
  }) as unknown as Pod;

const context = (store: Store): AdmissionContext<Pod> => ({
  resource: apiKind('Pod').resource,
  store,
  random: () => 0,
  now: 0,
  manager: 'test',
});
const limitPod = (store: Store, own: Pod): Pod => limitRanger.admit?.(own, context(store)) ?? own;
const checkLimits = (store: Store, own: Pod): void => limitRanger.validate?.(own, context(store));

describe('LimitRanger', () => {
  it('leaves a pod as it is where there is nothing to fill in', () => {
    const own = pod({ limits: { cpu: '1' }, requests: { cpu: '1' } });
    assert.equal(limitPod(storeWith(), own), own);
    assert.equal(limitPod(storeWith({ default: { cpu: '2' } }), own), own);
    assert.equal(limitPod(storeWith({ type: 'Pod', max: { cpu: '2' } }), own), own);
  });

  it('fills in limits and requests and says so', () => {
    const limited = limitPod(
      storeWith({ default: { memory: '1Gi', cpu: '1' }, defaultRequest: { cpu: '100m' } }),
      pod({}),
    );
    assert.deepEqual(limited.spec.containers[0]?.resources, {
      limits: { cpu: '1', memory: '1Gi' },
      requests: { cpu: '100m' },
    });
    assert.deepEqual(limited.metadata.annotations, {
      'kubernetes.io/limit-ranger':
        'LimitRanger plugin set: cpu request for container c0; cpu, memory limit for container c0',
    });
  });

  it('looks at no other namespace', () => {
    const store = storeWith({ max: { cpu: '1' }, default: { cpu: '1' } });
    const elsewhere = pod({ limits: { cpu: '2' } });
    elsewhere.metadata.namespace = 'other';
    assert.equal(limitPod(store, elsewhere), elsewhere);
    checkLimits(store, elsewhere);
  });

  for (const [title, limit, resources, told] of [
    [
      'below',
      { min: { cpu: '1' } },
      { requests: { cpu: '500m' } },
      'minimum cpu usage per Container is 1, but request is 500m',
    ],
    [
      'a limit below',
      { min: { cpu: '1' } },
      { requests: { cpu: '1' }, limits: { cpu: '1m' } },
      'minimum cpu usage per Container is 1, but limit is 1m',
    ],
    ['no request', { min: { cpu: '1' } }, {}, 'minimum cpu usage per Container is 1.  No request is specified'],
    [
      'above',
      { max: { cpu: '1' } },
      { limits: { cpu: '1.5' } },
      'maximum cpu usage per Container is 1, but limit is 1500m',
    ],
    [
      'a request above',
      { max: { cpu: '1' } },
      { limits: { cpu: '1' }, requests: { cpu: '2' } },
      'maximum cpu usage per Container is 1, but request is 2',
    ],
    ['no limit', { max: { cpu: '1' } }, {}, 'maximum cpu usage per Container is 1.  No limit is specified'],
    [
      'ratio',
      { maxLimitRequestRatio: { cpu: '2' } },
      { limits: { cpu: '1' }, requests: { cpu: '300m' } },
      'cpu max limit to request ratio per Container is 2, but provided ratio is 3.333333',
    ],
  ] as const)
    it(`refuses: ${title}`, () =>
      assert.throws(() => checkLimits(storeWith(limit), pod(resources)), {
        code: 403,
        message: `pods "a" is forbidden: ${told}`,
      }));

  it('tells each fault once, and accepts what fits', () => {
    const bare = pod({}, {});
    assert.throws(() => checkLimits(storeWith({ min: { cpu: '1' }, max: { cpu: '2' } }), bare), {
      message:
        'pods "a" is forbidden: [minimum cpu usage per Container is 1.  No request is specified, maximum cpu usage per Container is 2.  No limit is specified]',
    });
    checkLimits(
      storeWith({ min: { cpu: '1' }, max: { cpu: '1' } }),
      pod({ limits: { cpu: '1' }, requests: { cpu: '1000m' } }),
    );
  });
});
