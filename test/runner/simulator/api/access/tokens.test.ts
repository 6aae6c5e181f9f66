import assert from 'node:assert/strict';
import { createTokenIssuer, issuer } from '../../../../../runner/simulator/api/access/tokens.ts';
import { makeApi, podOf } from '../../cluster.ts';

const setting = () => {
  const api = makeApi();
  const { metadata } = api.create('ServiceAccount', { metadata: { name: 'robot' } });
  const account = { name: 'robot', uid: metadata.uid };
  const tokens = createTokenIssuer(api.store, api.clock, api.random);
  const issue = (more = {}) =>
    tokens.issue({ namespace: 'default', account, audiences: [issuer], seconds: 600, bound: {}, ...more });
  return { ...api, tokens, issue, account };
};
const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

describe('ServiceAccount tokens', () => {
  it('say who they are for, in the claims of Kubernetes', () => {
    const { issue, account } = setting();
    const claims = claimsOf(issue());
    assert.deepEqual(claims.aud, [issuer]);
    assert.equal(claims.sub, 'system:serviceaccount:default:robot');
    assert.equal(claims.exp - claims.iat, 600);
    assert.deepEqual(claims['kubernetes.io'], { namespace: 'default', serviceaccount: account });
  });

  it('are known again, and nobody can make or change one', () => {
    const { issue, tokens } = setting();
    const token = issue();
    const found = tokens.identify(token);
    assert.equal(found?.name, 'system:serviceaccount:default:robot');
    assert.deepEqual(found?.groups, [
      'system:serviceaccounts',
      'system:serviceaccounts:default',
      'system:authenticated',
    ]);
    const [head, body, signature] = token.split('.');
    const forged = Buffer.from(JSON.stringify({ ...claimsOf(token), sub: 'x' })).toString('base64url');
    for (const text of ['', 'a', 'a.b.c', `${head}.${forged}.${signature}`, `${head}.${body}.`, `${head}.${body}`])
      assert.equal(tokens.identify(text), undefined, text);
    assert.equal(setting().tokens.identify(token), undefined);
  });

  it('end with their time, their account and their pod', async () => {
    const { issue, tokens, clock, create, remove } = setting();
    const pod = create('Pod', podOf('p'));
    const short = issue();
    const bound = issue({ seconds: 6000, bound: { pod: { name: 'p', uid: pod.metadata.uid } } });
    assert.deepEqual(tokens.identify(bound)?.extra?.['authentication.kubernetes.io/pod-name'], ['p']);
    await clock.advance(601_000);
    assert.equal(tokens.identify(short), undefined);
    assert.ok(tokens.identify(bound));
    remove('Pod', 'p', { graceSeconds: 0 });
    assert.equal(tokens.identify(bound), undefined);
    const fresh = issue();
    assert.ok(tokens.identify(fresh));
    remove('ServiceAccount', 'robot');
    assert.equal(tokens.identify(fresh), undefined);
  });

  it('for others do not open this API', () => {
    const { issue, tokens } = setting();
    assert.equal(tokens.identify(issue({ audiences: ['vault'] })), undefined);
  });
});
