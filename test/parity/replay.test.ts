import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { Cluster } from '../../runner/cluster/cluster.ts';
import { eventually } from '../../runner/core/eventually.ts';
import type { JsonValue } from '../../runner/core/json.ts';
import { assertGolden } from '../support/golden.ts';
import type { Bench } from './bench.ts';
import { knownDifferences } from './known-differences.ts';
import { startCluster } from './lab.ts';
import { eachOf, look, prepare } from './observe.ts';
import { renderPage } from './page.ts';
import { topics } from './probes/index.ts';
import { type RecordedAnswer, readRecording } from './recording.ts';
import { keyOf, type Row, type Topic } from './row.ts';

/** Milliseconds in which an answer must become the recorded one. */
const patience = 1_500;

/** The number of rows at the same time: most of them wait for a connection that gets no answer. */
const parallel = 24;

const recordings = new Map(topics.map((topic) => [topic.name, readRecording(topic.name)?.rows ?? {}]));
const recorded = ({ name }: Topic, row: Row): RecordedAnswer | undefined => recordings.get(name)?.[keyOf(row)];

const replay = async (row: Row, bench: Bench, expected: JsonValue | undefined): Promise<JsonValue> => {
  const settled = row.once || expected === undefined || keyOf(row) in knownDifferences;
  const within = settled ? 0 : patience;
  const { value } = await eventually(
    () => look(row, bench),
    (answer) => isDeepStrictEqual(answer, expected),
    { clock: bench.clock, within, longestPause: 200 },
  );
  return value;
};

describe('parity of the embedded cluster with the recorded answers of a real one', () => {
  let cluster: Cluster | undefined;
  const answers = new Map<string, JsonValue | Error>();

  before(async function () {
    this.timeout(300_000);
    const started = await startCluster('embedded');
    cluster = started;
    // One topic after another, as they were recorded, because an Ingress of one topic would serve the requests of another.
    for (const topic of topics) {
      const bench = await prepare(started, topic);
      await eachOf(topic.rows, parallel, async (row) => {
        const answer = await replay(row, bench, recorded(topic, row)?.answer).catch((cause: unknown) => cause as Error);
        answers.set(keyOf(row), answer);
      });
      await bench.close();
    }
  });

  after(() => cluster?.close());

  for (const topic of topics)
    describe(topic.title, () => {
      for (const row of topic.rows)
        it(keyOf(row), () => {
          const expected = recorded(topic, row);
          assert.ok(expected, 'was never recorded: npm run parity:record');
          const answer = answers.get(keyOf(row));
          if (answer === undefined || answer instanceof Error) throw answer ?? new Error('was never asked');
          if (keyOf(row) in knownDifferences)
            assert.notDeepEqual(answer, expected.answer, 'is the same now: take it out of known-differences.ts');
          else assert.deepEqual(answer, expected.answer);
        });
    });

  it('docs/parity.md is fresh (refresh it with: UPDATE_GOLDENS=1 npx mocha test/parity/replay.test.ts)', () =>
    assertGolden('../../docs/parity.md', renderPage()));

  it('every row has a unique name, and every recorded name is a row', () => {
    const keys = topics.flatMap(({ rows }) => rows.map(keyOf));
    assert.deepEqual(
      keys.filter((key, index) => keys.indexOf(key) !== index),
      [],
    );
    const known = new Set(keys);
    for (const [name, rows] of recordings)
      assert.deepEqual(
        Object.keys(rows).filter((key) => !known.has(key)),
        [],
        name,
      );
    assert.deepEqual(
      Object.keys(knownDifferences).filter((key) => !known.has(key)),
      [],
    );
  });
});
