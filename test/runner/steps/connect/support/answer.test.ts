import assert from 'node:assert/strict';
import type { HttpReply } from '../../../../../runner/probe/http/reply.ts';
import { answerFault, expectedAnswer } from '../../../../../runner/steps/connect/support/answer.ts';

const reply: HttpReply = {
  request: 0,
  outcome: 'answered',
  exit: 0,
  status: 404,
  headers: {},
  body: 'no',
  cut: false,
  error: '',
};

describe('answerFault', () => {
  it('joins the actual and the expected values in one sentence', () => {
    assert.equal(answerFault(reply, { status: 200 })?.message, 'The status is 404, not 200.');
    assert.equal(
      answerFault(reply, { status: '4xx', contains: 'yes' })?.message,
      'The body does not contain "yes": "no".',
    );
    assert.match(
      answerFault({ ...reply, cut: true }, { status: 404, contains: 'yes' })?.message ?? '',
      /as far as it was read/,
    );
  });

  it('escapes and shortens hostile bodies', () => {
    const message =
      answerFault({ ...reply, body: `\u001b[2J${'x'.repeat(9_000)}` }, { status: 404, contains: 'y' })?.message ?? '';
    assert.ok(!message.includes('\u001b') && message.length < 300);
  });

  it('is undefined for an expected answer', () =>
    assert.equal(answerFault(reply, { status: '4xx', contains: 'no' }), undefined));
});

describe('expectedAnswer', () => {
  it('names only the stated expectations', () => assert.equal(expectedAnswer({ status: '2xx' }), '2xx'));
});
