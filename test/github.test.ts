import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { isObject, type JsonObject, type JsonValue, valueAt } from '../runner/core/json.ts';
import { root } from './support/imports.ts';

const run = promisify(execFile);
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const readYaml = (path: string): JsonObject => {
  const value: unknown = parse(read(path));
  assert.ok(isObject(value), path);
  return value;
};

const workflow = '.github/workflows/ci.yml';
const forms = '.github/ISSUE_TEMPLATE';

describe('the workflow', () => {
  const job = valueAt(readYaml(workflow), ['jobs', 'proof']) as JsonObject;
  const steps = job['steps'] as JsonObject[];

  it('runs every part of .ci/run, and no other', async () => {
    const [, all = ''] = /^all='([^']+)'$/m.exec(read('.ci/run')) ?? [];
    assert.deepEqual(valueAt(job, ['strategy', 'matrix', 'part']), all.split(' '));
    assert.ok(steps.some((step) => step['run'] === '.ci/run ${{ matrix.part }}'));
    for (const part of all.split(' ')) assert.match(read('.ci/run'), new RegExp(`if wants ${part}\\b`));
    await assert.rejects(run(join(root, '.ci/run'), ['nothing']), { code: 2 });
  });

  it('may only read, and pins the majors of the actions that it uses', () => {
    assert.deepEqual(readYaml(workflow)['permissions'], { contents: 'read' });
    const used = steps.flatMap((step) => step['uses'] ?? []);
    assert.ok(used.length > 0);
    for (const each of used) assert.match(String(each), /^actions\/[a-z-]+@v\d+$/);
  });

  it('uses the Node version of package.json', () =>
    assert.ok(steps.some((step) => valueAt(step, ['with', 'node-version-file']) === 'package.json')));
});

/** https://docs.github.com/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-githubs-form-schema */
const fields = ['textarea', 'input', 'dropdown', 'checkboxes'];

describe('the issue forms', () => {
  const names = readdirSync(join(root, forms)).filter((name) => name !== 'config.yml');

  it('are for bugs, wrong verdicts and features', () =>
    assert.deepEqual(names.sort(), ['bug.yml', 'feature.yml', 'wrong-verdict.yml']));

  for (const name of names)
    it(`${name} has a form that GitHub can show`, () => {
      const form = readYaml(`${forms}/${name}`);
      for (const key of ['name', 'description']) assert.match(String(form[key]), /\w/, key);
      const body = form['body'] as JsonObject[];
      const asked = body.filter((each) => fields.includes(String(each['type'])));
      assert.deepEqual(
        body.filter((each) => !asked.includes(each)).map((each) => each['type']),
        body.filter((each) => each['type'] === 'markdown').map(() => 'markdown'),
      );
      const ids = asked.map((each): JsonValue | undefined => each['id']);
      assert.equal(new Set(ids).size, ids.length);
      for (const each of asked) assert.match(String(valueAt(each, ['attributes', 'label'])), /\w/);
      for (const each of asked.filter(({ type }) => type === 'dropdown'))
        assert.ok(Array.isArray(valueAt(each, ['attributes', 'options'])));
      assert.ok(asked.some((each) => valueAt(each, ['validations', 'required']) === true));
    });
});
