import assert from 'node:assert/strict';
import { canonicalImageName, defaultNodeImage } from '../../../../runner/cluster/kind/image-name.ts';

describe('canonicalImageName', () => {
  const digest = `sha256:${'0'.repeat(64)}`;
  const cases: Record<string, string> = {
    kubia: 'docker.io/library/kubia:latest',
    'busybox:1.36': 'docker.io/library/busybox:1.36',
    'luksa/kubia': 'docker.io/luksa/kubia:latest',
    'docker.io/busybox': 'docker.io/library/busybox:latest',
    'registry.k8s.io/e2e-test-images/agnhost:2.56': 'registry.k8s.io/e2e-test-images/agnhost:2.56',
    'localhost/app': 'localhost/app:latest',
    'localhost:5000/app:v1': 'localhost:5000/app:v1',
    'registry:5000/a/b': 'registry:5000/a/b:latest',
    [`busybox@${digest}`]: `docker.io/library/busybox@${digest}`,
  };
  for (const [name, canonical] of Object.entries(cases))
    it(`${name} → ${canonical}`, () => assert.equal(canonicalImageName(name), canonical));

  it('changes nothing the second time', () => {
    for (const name of Object.keys(cases))
      assert.equal(canonicalImageName(canonicalImageName(name)), canonicalImageName(name));
  });
});

describe('defaultNodeImage', () => {
  it('is pinned by a digest', () => {
    assert.match(defaultNodeImage, /^kindest\/node:v1\.[0-9]+\.[0-9]+@sha256:[0-9a-f]{64}$/);
  });
});
