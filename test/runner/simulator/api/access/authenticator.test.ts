import assert from 'node:assert/strict';
import { createAuthenticator } from '../../../../../runner/simulator/api/access/authenticator.ts';
import { serviceAccount } from '../../../../../runner/simulator/api/access/identity.ts';

const robot = serviceAccount('ns', 'robot', 'u', {});
const authenticate = createAuthenticator('secret', {
  issue: () => '',
  identify: (token) => (token === 'robot-token' ? robot : undefined),
});

describe('authentication', () => {
  it('by token', () => {
    assert.equal(authenticate({ authorization: 'Bearer secret' }).name, 'kubernetes-admin');
    assert.equal(authenticate({ authorization: 'bearer robot-token' }), robot);
    assert.equal(authenticate({}).name, 'system:anonymous');
    for (const authorization of ['', 'Bearer', 'Bearer wrong', 'Basic secret', 'secret'])
      assert.throws(() => authenticate({ authorization }), /^StatusError: Unauthorized$/, authorization);
  });

  it('an administrator may act as somebody else, others may not', () => {
    const asJane = { 'impersonate-user': 'jane' };
    assert.equal(authenticate({ authorization: 'Bearer secret', ...asJane }).name, 'jane');
    assert.throws(
      () => authenticate({ authorization: 'Bearer robot-token', ...asJane }),
      /users "jane" is forbidden: User "system:serviceaccount:ns:robot" cannot impersonate resource "users" in API group "" at the cluster scope/,
    );
  });
});
