import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { isObject, type JsonValue, valueAt } from '../../../runner/core/json.ts';
import { parseSource } from '../../../runner/core/source.ts';
import { editorSchema } from '../../../runner/scenario/editor-schema.ts';
import { stepKinds } from '../../../runner/steps/index.ts';
import { testKinds } from './support.ts';

const fixtures = join(import.meta.dirname, '../../fixtures');
const parseValue = (text: string): JsonValue => parseSource(text, 'a').documents[0]?.value ?? null;

/** Strict except for types: conditions on keys are in schemas whose type is stated elsewhere. */
const compile = (kinds: Parameters<typeof editorSchema>[0]): ValidateFunction => {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allowUnionTypes: true });
  ajv.addVocabulary(['markdownDescription']);
  return ajv.compile(editorSchema(kinds));
};

describe('editorSchema', () => {
  const validate = compile(stepKinds);
  const accepts = (value: JsonValue): boolean => validate(value);

  for (const name of readdirSync(join(fixtures, 'valid')).filter((each) => each.endsWith('.yaml')))
    it(`accepts ${name}`, () => {
      // The loader also accepts other spellings of a kind, but editors suggest only one.
      const text = readFileSync(join(fixtures, 'valid', name), 'utf8')
        .replaceAll(/WaitFor|waitFor/g, 'wait-for')
        .replace('ClusterIP:', 'cluster-ip:');
      assert.ok(accepts(parseValue(text)), JSON.stringify(validate.errors, null, 1));
    });

  for (const kind of stepKinds)
    it(`accepts the example of ${kind.key}`, () => {
      const scenario = { title: 'T', steps: [{ [kind.key]: parseValue(kind.example) }] };
      assert.ok(accepts(scenario), JSON.stringify(validate.errors, null, 1));
    });

  for (const name of [
    'misspelt-key',
    'misspelt-top-level-key',
    'wrong-type',
    'unknown-kind',
    'two-kinds',
    'no-steps',
    'no-kind',
    'bad-duration',
    'empty-expectation',
  ])
    it(`refuses ${name}`, () => {
      assert.equal(accepts(parseValue(readFileSync(join(fixtures, 'invalid', `${name}.yaml`), 'utf8'))), false);
    });

  it('accepts expressions in place of values of another type', () => {
    const own = compile(testKinds);
    const step = (body: JsonValue): JsonValue => ({ title: 'T', steps: [{ 'fetch-url': body }] });
    assert.ok(own(step({ url: 'x', times: '${n}', method: '${m}', expect: { status: '${s}', ok: '${o}' } })));
    assert.equal(own(step({ url: 'x', times: 'n' })), false);
    assert.ok(own(step('http://x')));
    assert.equal(own(step(null)), false);
    assert.ok(own({ title: 'T', steps: [{ 'look-around': null }] }));
  });

  it('describes each kind for editors', () => {
    for (const { key, summary, description } of stepKinds) {
      const property = valueAt(editorSchema(stepKinds), ['$defs', 'step', 'properties', key]);
      assert.ok(isObject(property));
      assert.equal(property['description'], summary);
      assert.ok(String(property['markdownDescription']).includes(description));
      assert.ok(Array.isArray(property['examples']) && property['examples'].length === 1);
    }
  });
});
