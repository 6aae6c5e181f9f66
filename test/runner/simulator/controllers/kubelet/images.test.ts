import assert from 'node:assert/strict';
import {
  findImage,
  pullFault,
  referenceOf,
  repositoryOf,
} from '../../../../../runner/simulator/controllers/kubelet/images.ts';
import { tinyImage } from '../../tiny-image.ts';

describe('image names', () => {
  for (const [image, repository, reference] of [
    ['nginx', 'nginx', 'docker.io/library/nginx:latest'],
    ['docker.io/library/nginx:1.27', 'nginx', 'docker.io/library/nginx:1.27'],
    ['luksa/kubia:v1', 'luksa/kubia', 'docker.io/luksa/kubia:v1'],
    ['registry.k8s.io/pause:3.10', 'registry.k8s.io/pause', 'registry.k8s.io/pause:3.10'],
    ['localhost:5000/a', 'localhost:5000/a', 'localhost:5000/a:latest'],
  ] as const)
    it(image, () => assert.deepEqual([repositoryOf(image), referenceOf(image)], [repository, reference]));

  it('finds by repository, whatever the tag', () => {
    assert.ok(findImage([tinyImage()], 'docker.io/luksa/kubia:v3'));
    assert.equal(findImage([tinyImage()], 'kubia'), undefined);
    assert.match(pullFault('nope'), /"docker.io\/library\/nope:latest".*simulated-images/);
  });
});
