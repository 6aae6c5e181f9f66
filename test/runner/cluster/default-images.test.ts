import assert from 'node:assert/strict';
import { defaultNodeImage } from '../../../runner/cluster/default-images.ts';

describe('defaultNodeImage', () => {
  it('is pinned by a digest', () => {
    assert.match(defaultNodeImage, /^kindest\/node:v1\.[0-9]+\.[0-9]+@sha256:[0-9a-f]{64}$/);
  });
});
