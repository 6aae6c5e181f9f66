import assert from 'node:assert/strict';
import { makeApi, podOf } from '../../../cluster.ts';

const specOf = (spec = {}): Record<string, unknown[] | string | undefined> =>
  makeApi().create('Pod', podOf('a', {}, spec))['spec'] as never;

describe('admission of pods', () => {
  it('gives the account of the namespace, and its token unless that is not wanted', () => {
    const spec = specOf();
    assert.equal(spec['serviceAccountName'], 'default');
    assert.equal(spec['volumes']?.length, 1);
    assert.equal(specOf({ automountServiceAccountToken: false })['volumes'], undefined);
  });

  it('refuses an account that is not there', () =>
    assert.throws(
      () => specOf({ serviceAccountName: 'robot' }),
      /pods "a" is forbidden: error looking up service account default\/robot: serviceaccount "robot" not found/,
    ));

  it('tolerates nodes that fail, as long as it does not say how long', () => {
    assert.equal(specOf()['tolerations']?.length, 2);
    assert.equal(specOf({ tolerations: [{ key: 'node.kubernetes.io/not-ready' }] })['tolerations']?.length, 2);
    assert.equal(specOf({ tolerations: [{ operator: 'Exists' }] })['tolerations']?.length, 1);
  });

  it('has no priority', () => assert.equal(specOf()['priority'], 0));
});
