import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, type JsonObject } from '../../../runner/core/json.ts';
import { findSources, generate, kinds } from '../../../tools/kubernetes-schema/generate.ts';
import { reduce } from '../../../tools/kubernetes-schema/openapi.ts';
import { root } from '../../support/imports.ts';

const refresh = 'refresh it with: npm run schema:kubernetes';
const read = (name: string): string => readFileSync(join(root, 'runner/simulator/api/schema', name), 'utf8');

describe('the schema of Kubernetes', () => {
  const text = read('kubernetes.json');
  const definitions: Record<string, JsonObject> = JSON.parse(text);

  it(`contains the definitions of the served kinds, and nothing else (${refresh})`, () =>
    assert.equal(JSON.stringify(reduce(definitions, kinds)), text));

  it(`has a protobuf table for each definition with keys (${refresh})`, () => {
    const tables: JsonObject = JSON.parse(read('protobuf.json'));
    const withKeys = Object.keys(definitions).filter((name) => isObject(definitions[name]?.['properties']));
    assert.deepEqual(Object.keys(tables), withKeys);
  });

  it(`matches the sources of Kubernetes, if Go has them (${refresh})`, function () {
    this.timeout(60_000);
    const sources = findSources({ offline: true });
    if (!sources) return this.skip();
    for (const [name, fresh] of Object.entries(generate(sources))) assert.ok(read(name) === fresh, `${name} is stale`);
  });
});
