import assert from 'node:assert/strict';
import { canonicalImageName, hasTag, isImageName, repositoryOf } from '../../../runner/core/image-name.ts';

const digest = `sha256:${'0'.repeat(64)}`;

/** Name → canonical name, repository. */
const cases: Record<string, readonly [canonical: string, repository: string]> = {
  kubia: ['docker.io/library/kubia:latest', 'kubia'],
  'busybox:1.36': ['docker.io/library/busybox:1.36', 'busybox'],
  'luksa/kubia': ['docker.io/luksa/kubia:latest', 'luksa/kubia'],
  'docker.io/busybox': ['docker.io/library/busybox:latest', 'busybox'],
  'index.docker.io/luksa/kubia:v1': ['docker.io/luksa/kubia:v1', 'luksa/kubia'],
  'library/nginx': ['docker.io/library/nginx:latest', 'nginx'],
  'registry.k8s.io/e2e-test-images/agnhost:2.56': [
    'registry.k8s.io/e2e-test-images/agnhost:2.56',
    'registry.k8s.io/e2e-test-images/agnhost',
  ],
  'localhost/app': ['localhost/app:latest', 'localhost/app'],
  'localhost:5000/app:v1': ['localhost:5000/app:v1', 'localhost:5000/app'],
  'registry:5000/a/b': ['registry:5000/a/b:latest', 'registry:5000/a/b'],
  [`busybox@${digest}`]: [`docker.io/library/busybox@${digest}`, 'busybox'],
  [`a/b:1@${digest}`]: [`docker.io/a/b:1@${digest}`, 'a/b'],
};

describe('image-name', () => {
  for (const [name, [canonical, repository]] of Object.entries(cases))
    it(name, () => {
      assert.ok(isImageName(name));
      assert.equal(canonicalImageName(name), canonical);
      assert.equal(canonicalImageName(canonical), canonical);
      assert.equal(repositoryOf(name), repository);
      assert.equal(repositoryOf(canonical), repository);
      assert.equal(hasTag(name), /:[^/]*$|@/.test(name));
    });

  for (const name of [
    '',
    'Shop/web',
    'shop web',
    '/web',
    'web/',
    'web:',
    'a//b',
    'web:1:2',
    `web@sha256:0`,
    '-web',
    'a/b.',
  ])
    it(`${JSON.stringify(name)} is not a name of an image`, () => assert.equal(isImageName(name), false));

  it('checks hostile names quickly', () => {
    assert.equal(isImageName(`${'a-'.repeat(250)}!`), false);
    assert.equal(isImageName(`${'a.'.repeat(250)}!`), false);
    assert.equal(isImageName('a'.repeat(10_000)), false);
  });
});
