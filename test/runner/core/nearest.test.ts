import assert from 'node:assert/strict';
import fc from 'fast-check';
import { distance, listWords, nearest, suggest } from '../../../runner/core/nearest.ts';

describe('distance', () => {
  for (const [first, second, expected] of [
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['curl', 'crul', 1],
    ['same', 'same', 0],
    ['ca', 'abc', 3],
  ] as const)
    it(`${first} to ${second} is ${expected}`, () => assert.equal(distance(first, second), expected));

  it('is symmetric and bounded by the longer word', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (first, second) => {
        assert.equal(distance(first, second), distance(second, first));
        assert.ok(distance(first, second) <= Math.max(first.length, second.length));
        assert.equal(distance(first, second) === 0, first === second);
      }),
    );
  });
});

describe('nearest', () => {
  const kinds = ['curl', 'curl-fails', 'ping-succeeds', 'ping-fails-on-cluster-ip', 'dns-resolves'];

  for (const [word, expected] of [
    ['crul', 'curl'],
    ['dns-resolve', 'dns-resolves'],
    ['pingFailsOnClusterIP', 'ping-fails-on-cluster-ip'],
    ['CURL', 'curl'],
    ['teleports', undefined],
    ['x', undefined],
    ['', undefined],
    ['c'.repeat(1_000_000), undefined],
  ] as const)
    it(`${word.slice(0, 30) || '(empty)'} means ${expected ?? 'nothing'}`, () =>
      assert.equal(nearest(word, kinds), expected));

  it('takes the nearest of several', () => assert.equal(nearest('names', ['name', 'named', 'game']), 'name'));
});

describe('words in a sentence', () => {
  it('lists them', () => {
    assert.equal(listWords([]), '');
    assert.equal(listWords(['a']), 'a');
    assert.equal(listWords(['a', 'b', 'c']), 'a, b or c');
    assert.equal(listWords(['a', 'b', 'c'], 2), 'a, b … (3 in all)');
  });

  it('suggests one word, or lists all', () => {
    assert.equal(suggest('tag', ['tags', 'title']), 'Did you mean tags?');
    assert.equal(suggest('xyz', ['tags', 'title']), 'Allowed: tags or title.');
    assert.equal(suggest('xyz', []), '');
  });
});
