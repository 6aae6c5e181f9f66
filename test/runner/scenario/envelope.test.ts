import assert from 'node:assert/strict';
import { isName, stepWords } from '../../../runner/scenario/envelope.ts';
import { faultsOf, loadTexts } from './support.ts';

const steps = 'steps: [{ look-around: }]';

describe("the envelope's schema", () => {
  for (const [name, text, expected] of [
    ['no title', steps, ['schema-required a.yaml:1:1']],
    ['an unknown key', `title: T\ntag: x\n${steps}`, ['schema-unknown-key a.yaml:2:1']],
    ['a tag with a space', `title: T\ntags: ['a b']\n${steps}`, ['schema-value a.yaml:2:8']],
    ['a namespace in capitals', `title: T\nnamespaces: [Other]\n${steps}`, ['schema-value a.yaml:2:14']],
    ['a namespace twice', `title: T\nnamespaces: [a, a]\n${steps}`, ['schema-value a.yaml:2:13']],
    ['an unknown need', `title: T\nneeds: { node: 1 }\n${steps}`, ['schema-unknown-key a.yaml:2:10']],
    ['an invalid version', `title: T\nneeds: { kubernetes: v1.33 }\n${steps}`, ['schema-value a.yaml:2:22']],
    ['no step', 'title: T\nsteps: []', ['scenario-empty a.yaml:2:8']],
    ['a step that is a string', 'title: T\nsteps: [look-around]', ['schema-type a.yaml:2:9']],
    ['negative points', 'title: T\nsteps: [{ look-around: , points: -1 }]', ['schema-value a.yaml:2:34']],
    ['an id with a space', "title: T\nsteps: [{ look-around: , id: 'a b' }]", ['schema-value a.yaml:2:30']],
    ['an empty given', `title: T\ngiven: []\n${steps}`, ['schema-value a.yaml:2:8']],
  ] as const)
    it(`refuses ${name}`, async () => assert.deepEqual(faultsOf(await loadTexts({ 'a.yaml': text })), expected));

  it('lists the keys of a step', () => {
    for (const word of [
      'name',
      'id',
      'within',
      'for',
      'points',
      'bonus',
      'hidden',
      'hint',
      'instructor',
      'requires',
      'capture',
      'needs',
    ])
      assert.ok(stepWords.includes(word), word);
  });

  it('distinguishes valid names from other strings', () => {
    for (const name of ['a', 'A_b-9', '_x']) assert.ok(isName(name), name);
    for (const name of ['', '9a', 'a.b', 'a b', 'é', 'a}']) assert.ok(!isName(name), name);
  });
});
