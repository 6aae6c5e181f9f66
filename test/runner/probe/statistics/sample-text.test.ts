import assert from 'node:assert/strict';
import type { Sample } from '../../../../runner/probe/statistics/sample.ts';
import { histogramText, sampleEvidence, sampleObservation } from '../../../../runner/probe/statistics/sample-text.ts';

const sampleOf = (...counts: number[]): Sample => {
  const total = counts.reduce((sum, each) => sum + each, 0);
  const reply = {
    request: 0,
    outcome: 'answered',
    exit: 0,
    status: 200,
    headers: {},
    body: 'hi\n',
    cut: false,
    latency: 2,
    error: '',
  } as const;
  return {
    replies: Array.from({ length: total }, () => ({ ...reply })),
    counts: new Map(counts.map((count, index) => [`kubia-${index + 1}`, count])),
    failures: [],
    strangers: [],
    asked: total,
    moved: false,
  };
};

describe('sampleObservation', () => {
  it('holds the histogram, the budget and the test for an even spread', () => {
    const { evenSpread, ...rest } = sampleObservation(sampleOf(144, 78, 78), 1e-9) as {
      evenSpread: { chiSquare: number; p: number };
    };
    assert.deepEqual(rest, {
      requests: 300,
      histogram: { 'kubia-1': 144, 'kubia-2': 78, 'kubia-3': 78 },
      unanswered: 0,
      epsilon: 1e-9,
      medianLatencyMs: 2,
    });
    assert.equal(evenSpread.chiSquare, 29.04);
    assert.ok(evenSpread.p < 1e-6);
  });

  it('does not test a spread with too few answers', () => {
    assert.equal(sampleObservation(sampleOf(3, 6), 1e-9)['evenSpread'], undefined);
    assert.ok(sampleObservation(sampleOf(4, 6), 1e-9)['evenSpread']);
  });
});

describe('sampleEvidence', () => {
  it('draws the histogram', () => {
    const [first, answers] = sampleEvidence(sampleOf(2, 1), 1e-9);
    assert.deepEqual(first?.text.split('\n').slice(0, 2), [
      `kubia-1    2 ${'#'.repeat(40)}`,
      `kubia-2    1 ${'#'.repeat(20)}`,
    ]);
    assert.equal(answers?.text, '200 hi\n200 hi\n200 hi');
  });

  it('draws a histogram without any answer', () =>
    assert.equal(histogramText(sampleOf(0, 0)), 'kubia-1: 0, kubia-2: 0'));
});
