import assert from 'node:assert/strict';
import { readConfig } from '../../../runner/options/config.ts';
import { configName } from '../../../runner/options/find-config.ts';
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

  it('reads images of the project, with their defaults', () => {
    const { config } = read('workers: 1\nsimulated-images: { shop/web: { ports: [8080], log: ["${x}"] } }\n');
    const [image, ...others] = config.simulatedImages ?? [];
    assert.deepEqual(others, []);
    assert.deepEqual(
      [image?.image, image?.scenario, image?.shell, image?.log],
      ['shop/web', undefined, 'debian', ['${x}']],
    );
    assert.deepEqual(Object.keys(config), ['workers', 'simulatedImages']);
  });

  it('reports all faults at once', () => {
    const { diagnostics } = read('worker: 2\nsimulated-images: { A: {}, b: { prots: [1] }, c: { log: ["{{x}}"] } }\n');
    assert.deepEqual(diagnostics.map(({ code, span }) => `${code} ${span?.line}:${span?.column}`).sort(), [
      'reference-unknown 2:59',
      'schema-unknown-key 1:1',
      'schema-unknown-key 2:33',
      'schema-value 2:21',
    ]);
  });

  for (const [text, code] of [
    ['worker: 2\n', 'schema-unknown-key'],
    ['workers: two\n', 'schema-type'],
    ['workers: 99\n', 'schema-value'],
    ['simulated-images: { a: { port: 1 } }\n', 'schema-unknown-key'],
    ['simulated-images: { a: {}, docker.io/library/a: {} }\n', 'schema-value'],
    ['simulated-images: { a: { log: ["{{x}}"] } }\n', 'reference-unknown'],
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
