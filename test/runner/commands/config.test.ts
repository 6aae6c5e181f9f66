import assert from 'node:assert/strict';
import { readConfig } from '../../../runner/commands/config.ts';
import { configName } from '../../../runner/commands/find-config.ts';
import { testFolder } from '../../support/folder.ts';

describe('config', () => {
  const folder = testFolder();
  let counter = 0;
  const read = (text: string) => {
    const name = `project-${++counter}`;
    folder.write(`${name}/${configName}`, text);
    return readConfig(`${folder.path}/${name}`);
  };

  it('is empty without a file', () => {
    assert.deepEqual(readConfig(`${folder.path}/nowhere`).config, {});
  });

  it('reads what the file says', () => {
    assert.deepEqual(read('scenarios: [checks/]\nworkers: 2\nproxyMode: nftables\n').config, {
      scenarios: ['checks/'],
      workers: 2,
      proxyMode: 'nftables',
    });
  });

  for (const [text, code] of [
    ['worker: 2\n', 'schema-unknown-key'],
    ['workers: two\n', 'schema-type'],
    ['workers: 99\n', 'schema-value'],
    ['workers: [\n', 'yaml-syntax'],
    ['workers: 1\nworkers: 2\n', 'yaml-duplicate-key'],
  ] as const) {
    it(`refuses ${JSON.stringify(text)} with its place`, () => {
      const { config, diagnostics } = read(text);
      assert.deepEqual(config, {});
      assert.equal(diagnostics[0]?.code, code);
      assert.equal(diagnostics[0]?.span?.file, configName);
    });
  }
});
