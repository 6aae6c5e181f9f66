import assert from 'node:assert/strict';
import { identityOf } from '../../../../../runner/simulator/controllers/kubelet/image-identity.ts';

describe('identity of an image', () => {
  it('has a digest that is the same for all its containers', () => {
    const { name, id } = identityOf('luksa/kubia');
    assert.equal(name, 'docker.io/luksa/kubia:latest');
    assert.match(id, /^docker\.io\/luksa\/kubia:latest@sha256:[0-9a-f]{64}$/);
    assert.equal(identityOf('luksa/kubia'), identityOf('luksa/kubia'));
    assert.notEqual(identityOf('luksa/kubia:v2').id, id);
  });
});
