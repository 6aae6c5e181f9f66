import assert from 'node:assert/strict';
import { impersonationOf } from '../../../../../runner/simulator/api/access/identity.ts';

const as = (headers: Record<string, string>) => impersonationOf(headers);

describe('impersonation', () => {
  it('without its headers there is none', () => {
    assert.equal(as({}), undefined);
    assert.equal(as({ 'impersonate-group': 'a' }), undefined);
  });

  for (const [title, headers, groups, needs] of [
    ['a user', { 'impersonate-user': 'jane' }, ['system:authenticated'], [['users', 'jane']]],
    [
      'a user with groups',
      { 'impersonate-user': 'jane', 'impersonate-group': 'a, b' },
      ['a', 'b', 'system:authenticated'],
      [
        ['users', 'jane'],
        ['groups', 'a'],
        ['groups', 'b'],
      ],
    ],
    ['nobody', { 'impersonate-user': 'system:anonymous' }, ['system:unauthenticated'], [['users', 'system:anonymous']]],
    [
      'a ServiceAccount',
      { 'impersonate-user': 'system:serviceaccount:ns:robot' },
      ['system:serviceaccounts', 'system:serviceaccounts:ns', 'system:authenticated'],
      [['serviceaccounts', 'robot']],
    ],
    [
      'groups that say all',
      { 'impersonate-user': 'jane', 'impersonate-group': 'system:unauthenticated' },
      ['system:unauthenticated'],
      [
        ['users', 'jane'],
        ['groups', 'system:unauthenticated'],
      ],
    ],
  ] as const)
    it(title, () => {
      const found = as(headers);
      assert.deepEqual(found?.identity.groups, groups);
      assert.deepEqual(
        found?.needs.map(({ resource, name }) => [resource, name]),
        needs,
      );
    });

  it('with a uid and more', () => {
    const found = as({ 'impersonate-user': 'jane', 'impersonate-uid': '7', 'impersonate-extra-a%2Fb': 'c' });
    assert.deepEqual([found?.identity.uid, found?.identity.extra], ['7', { 'a/b': ['c'] }]);
  });
});
