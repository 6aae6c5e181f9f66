import assert from 'node:assert/strict';
import type { StepResult } from '../../../../../runner/core/result.ts';
import type { ProberPhase, ProberRecord } from '../../../../../runner/probe/batch/prober-record.ts';
import { judgeSurvival, type Survival, survivalSeen } from '../../../../../runner/steps/connect/support/survival.ts';
import { failed, passed } from '../../../../../runner/steps/finding.ts';
import { verdictOf } from '../../../../support/look.ts';

const action: StepResult = { ...passed({ expected: 'a', actual: 'done' }), attempts: 1, durationMs: 12 };
const refused: StepResult = {
  ...failed('request-refused', 'Forbidden.', { expected: 'a', actual: 'HTTP 403' }),
  attempts: 1,
  durationMs: 12,
};
const record = (phase: ProberPhase, more: Partial<ProberRecord> = {}): ProberRecord => ({
  phase,
  outcome: 'answered',
  status: 200,
  connects: 1,
  latency: 2,
  error: '',
  ...more,
});
const many = (phase: ProberPhase, count: number, more: Partial<ProberRecord> = {}): ProberRecord[] =>
  Array.from({ length: count }, () => record(phase, more));
const failure = { outcome: 'refused', error: 'curl: (7) no', connects: 0 } as const;
const { status: _, ...unanswered } = record('during', failure);

const judge = async (records: ProberRecord[], more: Partial<Survival> = {}) => {
  const survival: Survival = { connection: 'new', records, action, settled: true, ...more };
  const seen = { expected: 'nothing fails', ...survivalSeen(survival) };
  return judgeSurvival(survival, seen, async () => ({
    code: 'no-endpoints',
    message: 'No pod is left.',
    hint: 'Look.',
  }));
};
const verdict = async (...words: Parameters<typeof judge>): Promise<string> => verdictOf(await judge(...words));
const calm = [...many('before', 5), ...many('during', 4), ...many('after', 20)];
const one = [record('before'), ...many('before', 4, { connects: 0 })];
const open = { connection: 'open' } as const;
const later = many('after', 12, { connects: 0 });

describe('judgeSurvival', () => {
  it('passes when every request is answered', async () => {
    const finding = await judge(calm);
    assert.equal(verdictOf(finding), 'passed');
    assert.equal(finding.actual, '0 of 29 requests failed');
    const { before, during, after, failed: count } = finding.observation;
    assert.deepEqual([before, during, after, count], [5, 4, 20, 0]);
  });

  it('fails for one failed request, with its time and reason', async () => {
    const finding = await judge([...many('before', 5), record('during'), unanswered, ...many('after', 20)]);
    assert.equal(verdictOf(finding), 'failed no-endpoints');
    assert.equal(
      finding.reason?.message,
      '1 of 27 requests failed, the first as request 2 while the action ran. No pod is left.',
    );
    assert.match(finding.evidence[1]?.text ?? '', /^request 2 while the action ran: the connection was refused/);
  });

  it('prefers a failure that the Service explains', async () => {
    const asked: string[] = [];
    const reset = { ...unanswered, outcome: 'reset' } as const;
    const survival: Survival = { connection: 'new', records: [...calm, reset, unanswered], action, settled: true };
    const finding = await judgeSurvival(survival, { expected: 'a', ...survivalSeen(survival) }, async ({ outcome }) => {
      asked.push(outcome);
      return { code: 'no-endpoints', message: 'No pod is left.' };
    });
    assert.deepEqual([verdictOf(finding), asked], ['failed no-endpoints', ['refused']]);
  });

  it('counts an answer of 400 or more as a failure', async () =>
    assert.equal(await verdict([...calm, record('after', { status: 503 })]), 'failed status-mismatch'));

  it('reports the reason of an action that failed', async () => {
    const finding = await judge([...calm, unanswered], { action: refused });
    assert.equal(verdictOf(finding), 'failed request-refused');
    assert.equal(await verdict(calm, { action: { ...refused, outcome: 'error' } }), 'error request-refused');
  });

  it('is an error with too few requests', async () => {
    assert.equal(await verdict([...many('before', 5), ...many('after', 9)]), 'error time-ran-out');
    assert.equal(await verdict(many('after', 50)), 'error time-ran-out');
  });

  it('is an error when endpoints do not settle, unless a request failed', async () => {
    assert.equal(await verdict(calm, { settled: false }), 'error endpoints-moved');
    assert.equal(await verdict([...calm, unanswered], { settled: false }), 'failed no-endpoints');
  });

  it('is an error for a fault of curl itself', async () =>
    assert.equal(await verdict([...calm, record('after', { outcome: 'other' })]), 'error exec-failed'));

  describe('over an open connection', () => {
    for (const [title, records, wanted] of [
      ['one connection for all requests', [...one, ...later], 'passed'],
      ['a second connection', [...one, ...later, record('after')], 'failed reset'],
      ['a second connection that fails', [...one, ...later, { ...unanswered, phase: 'after' }], 'failed reset'],
      ['no answer', [...one, ...later, { ...unanswered, outcome: 'hung' }], 'failed no-answer'],
      ['a server error', [...one, ...later, record('after', { connects: 0, status: 500 })], 'failed status-mismatch'],
      ['a server that closes connections', [...many('before', 5), ...many('after', 20)], 'failed not-kept-alive'],
      ['a failure before the action', [...one, { ...unanswered, phase: 'before' }, ...later], 'failed no-endpoints'],
    ] as const)
      it(`${title}: ${wanted}`, async () => assert.equal(await verdict([...records], open), wanted));
  });
});
