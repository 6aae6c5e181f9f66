import assert from 'node:assert/strict';
import { requestAll } from '../../../../runner/probe/http/http.ts';
import { answerOf, fakeBatch, noAnswer } from '../../../support/fake-batch.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { stepContext } from '../../../support/step-context.ts';

const outside = { place: 'outside' } as const;

describe('requestAll', () => {
  it('makes each request as often as asked and reads each answer', async () => {
    const seen: string[][] = [];
    const exec = fakeBatch((argv) => {
      seen.push(argv);
      return argv.at(-1) === 'http://a/' ? answerOf(argv, 'hi') : noAnswer(argv, 7);
    });
    const requests = [{ url: 'http://a/', times: 2 }, { url: 'http://b/' }];
    const replies = await requestAll(stepContext(fakeCluster({ exec })), outside, requests);
    assert.deepEqual(
      replies.map(({ request, outcome, status, body, error }) => [request, outcome, status, body, error]),
      [
        [0, 'answered', 200, 'hi', ''],
        [0, 'answered', 200, 'hi', ''],
        [1, 'refused', undefined, '', 'curl: (7) no answer'],
      ],
    );
    const [argv = []] = seen;
    assert.deepEqual(argv.slice(0, 2), ['curl', '-q']);
    for (const option of ['-g', '--noproxy', '--proto', '--connect-timeout', '-m'])
      assert.ok(argv.includes(option), option);
    assert.ok(!argv.includes('-L'));
  });
});
