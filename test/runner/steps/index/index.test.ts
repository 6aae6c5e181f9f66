import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { parseSource } from '../../../../runner/core/source.ts';
import { stepKinds } from '../../../../runner/steps/index.ts';
import { stepGroups } from '../../../../runner/steps/step.ts';

describe('the list of kinds', () => {
  it('names each kind once, grouped in the order of the documentation', () => {
    const keys = stepKinds.map(({ key }) => key);
    assert.equal(new Set(keys).size, keys.length);
    const places = stepKinds.map(({ group }) => stepGroups.indexOf(group));
    assert.deepEqual(places, [...places].sort());
  });

  for (const { key, group, summary, description, shape, example, shorthand, within } of stepKinds)
    describe(key, () => {
      it('lives in a file of its name', () => {
        assert.match(key, /^[a-z]+(-[a-z]+)*$/);
        assert.ok(existsSync(new URL(`../../../../runner/steps/${group}/${key}.ts`, import.meta.url)));
      });

      it('says what it does', () => {
        assert.match(summary, /^[A-Z].*\.$/);
        assert.doesNotMatch(summary, /\n/);
        assert.ok(description.length > summary.length);
        assert.ok(within >= 0);
      });

      it('describes every key of its body', () => {
        const properties = shape.schema['properties'] as Record<string, { description?: string }>;
        for (const [name, field] of Object.entries(properties)) assert.ok(field.description, name);
        if (shorthand) assert.ok(shorthand in properties);
      });

      it('has an example that is YAML', () => {
        assert.deepEqual(parseSource(example, 'example.yaml').diagnostics, []);
      });
    });
});
