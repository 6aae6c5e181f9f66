import assert from 'node:assert/strict';
import { claims, corrections } from './claims.ts';
import { topics } from './probes/index.ts';
import { readRecording } from './recording.ts';
import { idsOf, keyOf } from './row.ts';

const numbered = (letter: string, last: number): string[] =>
  Array.from({ length: last }, (_, index) => `${letter}${index + 1}`);

describe('claims about Services and their recorded answers', () => {
  const recorded = new Set(
    topics.flatMap(({ name, rows }) => {
      const answers = readRecording(name)?.rows ?? {};
      return rows.filter((row) => keyOf(row) in answers).flatMap(idsOf);
    }),
  );

  it('every row and correction is about a claim of the list', () => {
    const expected = [...numbered('S', 68), ...numbered('B', 74), ...numbered('C', 13)];
    assert.deepEqual(
      expected.filter((id) => !(id in claims)),
      [],
    );
    const used = [...topics.flatMap(({ rows }) => rows.flatMap(idsOf)), ...corrections.map(([id]) => id)];
    assert.deepEqual(
      used.filter((id) => !(id in claims)),
      [],
    );
  });

  for (const [id, { by = [], open }] of Object.entries(claims))
    it(`${id} is supported by a recorded answer, or says why not`, () => {
      assert.ok(
        [id, ...by].some((each) => recorded.has(each)) || open,
        'has neither rows nor a reason: add a row to test/parity/probes/, or `open` to its claim',
      );
      for (const other of by) assert.ok(recorded.has(other), `rests on ${other}, which no recorded answer holds`);
    });
});
