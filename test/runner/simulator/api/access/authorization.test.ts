import assert from 'node:assert/strict';
import { authorize, forbiddenFor, grantOf, rulesOf } from '../../../../../runner/simulator/api/access/authorization.ts';
import { admin, anonymous, serviceAccount } from '../../../../../runner/simulator/api/access/identity.ts';

const robot = serviceAccount('ns', 'robot', 'u', {});
const pods = { verb: 'list', group: '', resource: 'pods', namespace: 'ns' };

describe('authorization', () => {
  it('administrators may do everything', () => {
    for (const identity of [admin('d'), { name: 'x', groups: ['system:masters'] }])
      for (const asked of [pods, { verb: 'get', path: '/metrics' }, { ...pods, group: 'any', subresource: 'thing' }])
        assert.match(grantOf(identity, asked) ?? '', /^RBAC: allowed by ClusterRoleBinding "/);
  });

  it('others may ask about themselves and look around', () => {
    const review = { verb: 'create', group: 'authorization.k8s.io', resource: 'selfsubjectaccessreviews' };
    for (const [identity, asked, allowed] of [
      [robot, review, true],
      [robot, { ...review, verb: 'get' }, false],
      [robot, { verb: 'get', path: '/apis/apps/v1' }, true],
      [robot, { verb: 'get', path: '/metrics' }, false],
      [robot, { verb: 'get', path: '/openid/v1/jwks' }, true],
      [robot, pods, false],
      [anonymous, { verb: 'get', path: '/version' }, true],
      [anonymous, { verb: 'get', path: '/apis' }, false],
      [anonymous, review, false],
    ] as const)
      assert.equal(grantOf(identity, asked) !== undefined, allowed, JSON.stringify([identity.name, asked]));
  });

  it('says what was forbidden as the API server does', () => {
    const says = (asked: Parameters<typeof forbiddenFor>[1]): string => forbiddenFor(robot, asked).message;
    const user = 'User "system:serviceaccount:ns:robot" cannot';
    assert.equal(says(pods), `pods is forbidden: ${user} list resource "pods" in API group "" in the namespace "ns"`);
    assert.equal(
      says({
        verb: 'update',
        group: 'apps',
        resource: 'deployments',
        subresource: 'scale',
        namespace: 'ns',
        name: 'd',
      }),
      `deployments.apps "d" is forbidden: ${user} update resource "deployments/scale" in API group "apps" in the namespace "ns"`,
    );
    assert.equal(
      says({ verb: 'list', group: '', resource: 'nodes' }),
      `nodes is forbidden: ${user} list resource "nodes" in API group "" at the cluster scope`,
    );
    assert.equal(says({ verb: 'get', path: '/metrics' }), `forbidden: ${user} get path "/metrics"`);
    assert.throws(() => authorize(robot, pods), /is forbidden/);
    authorize(admin('d'), pods);
  });

  it('lists rules', () => {
    assert.deepEqual(
      rulesOf(anonymous).nonResourceRules.map((rule) => rule['nonResourceURLs']),
      [['/healthz', '/livez', '/readyz', '/version', '/version/']],
    );
    assert.equal(rulesOf(robot).resourceRules.length, 2);
  });
});
