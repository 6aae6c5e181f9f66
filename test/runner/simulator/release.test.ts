import assert from 'node:assert/strict';
import { defaultNodeImage } from '../../../runner/cluster/default-images.ts';
import { release } from '../../../runner/simulator/release.ts';

describe('the release', () => {
  it('has one version, in parts and whole', () =>
    assert.match(release.gitVersion, new RegExp(`^v${release.major}\\.${release.minor}\\.\\d+$`)));

  it('is of the same minor as the nodes of a kind cluster', () =>
    assert.equal(/:v(\d+\.\d+)\./.exec(defaultNodeImage)?.[1], `${release.major}.${release.minor}`));
});
