import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../../../runner/core/json.ts';
import { createTokenIssuer } from '../../../../../../runner/simulator/api/access/tokens.ts';
import { serviceAccountKind } from '../../../../../../runner/simulator/api/kinds/service-account/strategy.ts';
import { requestToken } from '../../../../../../runner/simulator/api/kinds/service-account/token.ts';
import { makeApi, podOf } from '../../../cluster.ts';

const setting = () => {
  const api = makeApi();
  api.create('ServiceAccount', { metadata: { name: 'robot' } });
  const tokens = createTokenIssuer(api.store, api.clock, api.random);
  const request = (spec: JsonObject = {}, name = 'robot') => {
    const account = api.registry.get(serviceAccountKind, 'default', name);
    return requestToken(account, { ...api, tokens, dryRun: false, body: { spec }, remove: () => undefined }) as {
      spec: JsonObject;
      status: { token: string; expirationTimestamp: string };
    };
  };
  return { ...api, tokens, request };
};

describe('TokenRequest', () => {
  it('answers with a token, its audience and its end', () => {
    const { request, tokens, clock } = setting();
    const { spec, status } = request();
    assert.deepEqual(spec, {
      audiences: ['https://kubernetes.default.svc.cluster.local'],
      expirationSeconds: 3600,
      boundObjectRef: null,
    });
    assert.equal(Date.parse(status.expirationTimestamp) - clock.date().getTime(), 3_600_000);
    assert.equal(tokens.identify(status.token)?.name, 'system:serviceaccount:default:robot');
    assert.deepEqual(request({ audiences: ['vault'], expirationSeconds: 600 }).spec['audiences'], ['vault']);
  });

  it('can be bound to a pod of that account', () => {
    const { request, create, tokens } = setting();
    create('Pod', podOf('own', {}, { serviceAccountName: 'robot' }));
    create('Pod', podOf('other'));
    const { status } = request({ boundObjectRef: { kind: 'Pod', apiVersion: 'v1', name: 'own' } });
    assert.deepEqual(tokens.identify(status.token)?.extra?.['authentication.kubernetes.io/pod-name'], ['own']);
    const bind = (more: JsonObject) => () => request({ boundObjectRef: { kind: 'Pod', apiVersion: 'v1', ...more } });
    assert.throws(
      bind({ name: 'other' }),
      /cannot bind token for serviceaccount "robot" to pod running with different/,
    );
    assert.throws(bind({ name: 'nope' }), /pods "nope" not found/);
    assert.throws(bind({ name: 'own', uid: 'x' }), /does not match the UID in record/);
    assert.throws(bind({ kind: 'Service', name: 'x' }), /cannot bind token to object of type v1, Kind=Service/);
  });

  it('refuses a time that is too short or too long, and an account that is not there', () => {
    const { request } = setting();
    assert.throws(
      () => request({ expirationSeconds: 60 }),
      /^StatusError: TokenRequest\.authentication\.k8s\.io "" is invalid: spec\.expirationSeconds: Invalid value: 60: may not specify a duration less than 10 minutes$/,
    );
    assert.throws(() => request({ expirationSeconds: 2 ** 32 + 1 }), /larger than 2\^32 seconds/);
    assert.throws(() => request({}, 'nobody'), /serviceaccounts "nobody" not found/);
  });
});
