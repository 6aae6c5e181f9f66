import assert from 'node:assert/strict';
import { cluster } from '../support/images.ts';

describe('the catalogue of images', () => {
  it('names each repository once', () => {
    const names = cluster().images.flatMap((image) => image.names);
    assert.deepEqual(names, [...new Set(names)]);
  });
});
