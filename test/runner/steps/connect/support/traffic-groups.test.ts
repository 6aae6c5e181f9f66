import assert from 'node:assert/strict';
import { Unmet, Unobservable } from '../../../../../runner/core/rejection.ts';
import {
  type Between,
  betweenText,
  groupBackends,
  groupNames,
} from '../../../../../runner/steps/connect/support/traffic-groups.ts';
import { fakeCluster } from '../../../../support/fake-cluster.ts';
import { podObject } from '../../../../support/service-objects.ts';
import { stepContext } from '../../../../support/step-context.ts';

const objects = ['a', 'a', 'b'].map((app, index) => podObject(`${app}-${index}`, { app }));
const backend = (name: string, pod?: string) => ({
  name,
  hostname: name,
  address: name,
  ports: [80],
  draining: false,
  ...(pod !== undefined && { pod }),
});
const backends = objects.map(({ metadata: { name } }) => backend(name, name));
const group = (between: Between, ready = backends) =>
  groupBackends(stepContext(fakeCluster({ objects })), { service: 'web', namespace: 'demo' }, ready, between);
const rejects = (between: Between, code: string, says: RegExp, ready = backends) =>
  assert.rejects(group(between, ready), (cause) => {
    assert.ok(cause instanceof Unmet || cause instanceof Unobservable);
    assert.equal(cause.reason.code, code);
    assert.match(cause.message, says);
    return true;
  });

describe('groupBackends', () => {
  it('groups endpoints by label and by name', async () => {
    const expected = [
      { name: 'app=a', members: ['a-0', 'a-1'], weight: 3 },
      { name: 'b-2', members: ['b-2'], weight: 1 },
    ];
    assert.deepEqual(await group({ 'app=a': 3, 'b-2': 1 }), expected);
  });
  it('weights a group by its number of ready pods by default', async () =>
    assert.deepEqual(
      (await group(['app=a', 'app=b'])).map(({ weight }) => weight),
      [2, 1],
    ));
  it('finds an endpoint without a pod by its name', async () => {
    const ready = [...backends.slice(0, 2), backend('external-1')];
    const [, external] = await group({ 'app=a': 1, 'external-1': 1 }, ready);
    assert.deepEqual(external?.members, ['external-1']);
  });
  it('refuses a group without a ready pod', async () =>
    rejects(['app=a', 'app=c'], 'too-few-pods', /in the group app=c\.$/));
  it('refuses an endpoint in no group', async () =>
    rejects(['a-0', 'app=b'], 'endpoints-mismatch', /ready pod a-1 .* none of the groups/));
  it('refuses an endpoint in two groups', async () =>
    rejects(['app=a', 'a-0', 'app=b'], 'endpoints-mismatch', /a-0 .* in several groups: app=a and a-0/));
  it('refuses weights that are all 0', async () =>
    rejects({ 'app=a': 0, 'app=b': 0 }, 'spec-invalid', /All weights in between: are 0/));
});

describe('between', () => {
  it('lists the names in both forms', () => {
    assert.deepEqual(groupNames(['a', 'b']), ['a', 'b']);
    assert.deepEqual(groupNames({ a: 1, b: 2 }), ['a', 'b']);
  });
  it('has a text for titles', () => {
    assert.equal(betweenText(['a=b', 'c']), 'a=b : c by ready pods');
    assert.equal(betweenText({ 'a=b': 3, c: 1 }), 'a=b 3 : c 1');
  });
});
