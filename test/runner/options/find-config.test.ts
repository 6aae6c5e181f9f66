import assert from 'node:assert/strict';
import { configName, findConfig } from '../../../runner/options/find-config.ts';
import { testFolder } from '../../support/folder.ts';

describe('find-config', () => {
  const folder = testFolder();

  it('finds the file of this folder, and is undefined if there is none', () => {
    assert.equal(findConfig(folder.path), undefined);
    const path = folder.write(configName, 'workers: 1\n');
    assert.equal(findConfig(folder.path), path);
  });
});
