import assert from 'node:assert/strict';
import { serveApi } from './api-client.ts';

describe('reviews', () => {
  let api: Awaited<ReturnType<typeof serveApi>>;
  before(async () => {
    api = await serveApi();
    api.create('ServiceAccount', { metadata: { name: 'robot' } });
  });
  after(() => api.server.close());
  const access = '/apis/authorization.k8s.io/v1';
  const as = { headers: { 'impersonate-user': 'jane' } };
  const pods = { resourceAttributes: { verb: 'list', resource: 'pods', namespace: 'default' } };

  it('whoever has the token may do everything, another hardly anything', async () => {
    const own = await api.ask('POST', `${access}/selfsubjectaccessreviews`, { body: { spec: pods } });
    assert.equal(own.status, 201);
    assert.deepEqual(own.body['status'], {
      allowed: true,
      reason:
        'RBAC: allowed by ClusterRoleBinding "kubeadm:cluster-admins" of ClusterRole "cluster-admin" to Group "kubeadm:cluster-admins"',
    });
    const other = await api.ask('POST', `${access}/selfsubjectaccessreviews`, { body: { spec: pods }, ...as });
    assert.deepEqual(other.body['status'], { allowed: false });
    const plain = { nonResourceAttributes: { verb: 'get', path: '/version' } };
    const version = await api.ask('POST', `${access}/selfsubjectaccessreviews`, { body: { spec: plain }, ...as });
    assert.equal((version.body['status'] as { allowed: boolean }).allowed, true);
  });

  it('of somebody else', async () => {
    for (const kind of ['subjectaccessreviews', 'namespaces/default/localsubjectaccessreviews']) {
      const spec = { user: 'jane', groups: ['system:masters'], ...pods };
      const reply = await api.ask('POST', `${access}/${kind}`, { body: { spec } });
      assert.equal((reply.body['status'] as { allowed: boolean }).allowed, true, kind);
    }
  });

  it('lists the rules and tells who one is', async () => {
    const rules = await api.ask('POST', `${access}/selfsubjectrulesreviews`, { body: { spec: {} } });
    const { resourceRules } = rules.body['status'] as { resourceRules: unknown[] };
    assert.deepEqual(resourceRules[0], { verbs: ['*'], apiGroups: ['*'], resources: ['*'] });
    const self = await api.ask('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', { body: {}, ...as });
    assert.deepEqual(self.body['status'], { userInfo: { username: 'jane', groups: ['system:authenticated'] } });
  });

  it('reads tokens', async () => {
    const made = await api.ask('POST', '/api/v1/namespaces/default/serviceaccounts/robot/token', { body: {} });
    const { token } = made.body['status'] as { token: string };
    const review = (text: string) =>
      api.ask('POST', '/apis/authentication.k8s.io/v1/tokenreviews', { body: { spec: { token: text } } });
    const known = (await review(token)).body['status'] as { user: { username: string }; authenticated: boolean };
    assert.deepEqual([known.authenticated, known.user.username], [true, 'system:serviceaccount:default:robot']);
    assert.deepEqual((await review('x.y.z')).body['status'], { user: {}, error: 'invalid bearer token' });
  });

  it('there are no others', async () => {
    assert.equal((await api.ask('POST', `${access}/toString`, { body: {} })).status, 404);
  });
});
