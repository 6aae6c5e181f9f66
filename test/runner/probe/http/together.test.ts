import assert from 'node:assert/strict';
import { Unobservable } from '../../../../runner/core/rejection.ts';
import { requestAnew, requestTogether } from '../../../../runner/probe/http/together.ts';
import { answerOf, fakeStream, noAnswer } from '../../../support/fake-batch.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { stepContext } from '../../../support/step-context.ts';

const outside = { place: 'outside' } as const;
const request = { url: 'http://a/?"\\', times: 3 };

describe('requestTogether', () => {
  it('repeats the URL in the configuration of one curl', async () => {
    let seen: string[] = [];
    let stdin = '';
    const exec = fakeStream((argv) => answerOf(argv, 'hi', { connects: 0 }));
    const cluster = fakeCluster({
      exec: (vantage, asked) => {
        seen = [...asked.command];
        stdin = asked.stdin ?? '';
        return exec(vantage, asked);
      },
    });
    const replies = await requestTogether(stepContext(cluster), outside, request, { connection: 'kept' });
    assert.deepEqual(
      replies.map(({ outcome, status, body, connects }) => [outcome, status, body, connects]),
      Array.from({ length: 3 }, () => ['answered', 200, 'hi', 0]),
    );
    assert.equal(stdin, 'url = "http://a/?\\"\\\\"\n'.repeat(3));
    assert.ok(!seen.includes('--url') && !seen.includes('Connection: close'));
  });

  it('asks the server to close the connection where each request needs its own', async () => {
    let seen: string[] = [];
    const exec = fakeStream((argv) => {
      seen = argv;
      return answerOf(argv, 'hi');
    });
    await requestTogether(stepContext(fakeCluster({ exec })), outside, request, { connection: 'fresh' });
    assert.ok(seen.includes('Connection: close'));
  });

  it("assigns curl's error message to each failure", async () => {
    let next = 0;
    const exec = fakeStream((argv) => (next++ === 1 ? answerOf(argv, 'hi') : noAnswer(argv, next === 1 ? 7 : 28)));
    const replies = await requestTogether(stepContext(fakeCluster({ exec })), outside, request, { connection: 'kept' });
    assert.deepEqual(
      replies.map(({ outcome, exit }) => [outcome, exit]),
      [
        ['refused', 7],
        ['answered', 0],
        ['dropped', 28],
      ],
    );
  });

  it('does not count a broken-off answer', async () => {
    const exec = fakeStream((argv) => ({ ...answerOf(argv, 'half'), stderr: 'curl: (18) transfer closed' }));
    const [reply] = await requestTogether(
      stepContext(fakeCluster({ exec })),
      outside,
      { url: 'http://a/' },
      { connection: 'kept' },
    );
    assert.deepEqual([reply?.outcome, reply?.status], ['garbled', 200]);
  });

  it('repeats until enough requests had new connections, and leaves out the others', async () => {
    const parts: number[] = [];
    let next = 0;
    const exec = fakeStream((argv) => answerOf(argv, 'hi', { connects: next++ % 10 === 0 ? 0 : 1 }));
    const cluster = fakeCluster({
      exec: (vantage, asked) => {
        parts.push((asked.stdin ?? '').split('\n').length - 1);
        return exec(vantage, asked);
      },
    });
    const replies = await requestAnew(stepContext(cluster), outside, { url: 'http://a/', times: 1_200 });
    assert.deepEqual(parts, [500, 500, 200]);
    assert.equal(replies.length, 1_080);
  });

  it('counts missing answers as unknown', async () => {
    const exec = () => ({ status: 2, stderr: 'curl: option -K: error' });
    await assert.rejects(
      requestTogether(stepContext(fakeCluster({ exec })), outside, request, { connection: 'kept' }),
      (cause) => cause instanceof Unobservable && cause.reason.code === 'transcript-unreadable',
    );
  });
});
