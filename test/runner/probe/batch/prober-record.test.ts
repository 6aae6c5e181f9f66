import assert from 'node:assert/strict';
import { readSeparate, readShared } from '../../../../runner/probe/batch/prober-record.ts';

const mark = 'plumbline-0123';
const separate = (stdout: string) => readSeparate({ stdout, stderr: '', status: 0 }, mark);
const shared = (stdout: string, stderr = '') => readShared({ stdout, stderr, status: 0 }, mark);
const refusal = 'curl: (7) Failed to connect to kubia port 80 after 0 ms';

describe('readSeparate', () => {
  it('reads phase, outcome, connections and time', () => {
    const records = separate(
      `\n${mark} before 0\n\n200 1 0.001 0.002\n\n${mark} during 7\n${refusal}\n\n000 0 0,000 0,003\n\n${mark}  28\n\n000 1 0.1 5.0\n`,
    );
    assert.deepEqual(records, [
      { phase: 'before', outcome: 'answered', status: 200, connects: 1, latency: 2, error: '' },
      { phase: 'during', outcome: 'refused', connects: 0, latency: 3, error: refusal },
      { phase: 'during', outcome: 'hung', connects: 1, latency: 5_000, error: '' },
    ]);
  });
  it('does not count a request without a result as answered', () =>
    assert.equal(separate(`\n${mark} before 27\ncurl: (27) out of memory\n`)[0]?.outcome, 'other'));
  it('reads an empty file as no requests', () => assert.deepEqual(separate(''), []));
});

describe('readShared', () => {
  const file = `\n${mark} 000 0 0.000 0.000\n`;
  const answer = (connects: number, status = 200) => `\n${mark} ${status} ${connects} 0.000 0.001\n`;
  const stopped = "curl: (37) Couldn't open file /tmp/x";

  it('reads phases and answers in order', () => {
    const records = shared(
      `before\n${file}${answer(1)}before\n${file}${answer(0)}during\n${file}${answer(0)}${file}${answer(0, 503)}${file}`,
      stopped,
    );
    assert.deepEqual(
      records.map(({ phase, status, connects }) => [phase, status, connects]),
      [
        ['before', 200, 1],
        ['before', 200, 0],
        ['during', 200, 0],
        ['during', 503, 0],
      ],
    );
  });

  for (const [error, outcome] of [
    [refusal, 'refused'],
    ['curl: (52) Empty reply from server', 'empty'],
    ['curl: (28) Operation timed out after 5001 milliseconds with 0 bytes received', 'hung'],
    ['curl: (28) Failed to connect to kubia port 80 after 2001 ms: Timeout was reached', 'dropped'],
  ] as const)
    it(`reports the failure of the last request: ${error}`, () => {
      const records = shared(`before\n${file}${answer(1)}after\n${file}\n${mark} 000 0 0.000 0.001\n`, error);
      assert.deepEqual(
        records.map(({ phase, outcome }) => [phase, outcome]),
        [
          ['before', 'answered'],
          ['after', outcome],
        ],
      );
    });

  it('counts no request when the prober stopped before its first answer', () =>
    assert.deepEqual(shared(`before\n${file}`, stopped), []));
});
