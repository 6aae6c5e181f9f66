import type { JsonObject } from '../../core/json.ts';
import type { Evidence } from '../../core/result.ts';
import type { HttpReply } from '../http/reply.ts';
import type { Sample } from './sample.ts';
import { chiSquare, chiSquareTail } from './statistics.ts';

/** "kubia-1: 4, kubia-2: 5". */
export const histogramText = ({ counts }: Sample): string =>
  [...counts].map(([name, times]) => `${name}: ${times}`).join(', ');

/** With fewer than five expected answers for each pod, the chi-square approximation is not valid. */
const fewestEach = 5;

/** The observation of a sample. It has `evenSpread` if there are enough requests for the test. */
export const sampleObservation = (sample: Sample, epsilon: number): JsonObject => {
  const counts = [...sample.counts.values()];
  const statistic = chiSquare(counts);
  const latencies = sample.replies.flatMap(({ latency }) => latency ?? []).sort((a, b) => a - b);
  const median = latencies[Math.floor(latencies.length / 2)];
  return {
    requests: sample.replies.length,
    histogram: Object.fromEntries(sample.counts),
    unanswered: sample.failures.length,
    epsilon,
    ...(counts.length > 1 &&
      sample.replies.length >= fewestEach * counts.length && {
        evenSpread: { chiSquare: round(statistic), p: round(chiSquareTail(statistic, counts.length - 1)) },
      }),
    ...(median !== undefined && { medianLatencyMs: median }),
  };
};

const round = (value: number): number => Number(value.toPrecision(4));

const bars = 40;

/** The histogram, the error budget, and the first answers. `over` says how the requests used connections. */
export const sampleEvidence = (sample: Sample, epsilon: number, over = 'each over a new connection'): Evidence[] => {
  const most = Math.max(1, ...sample.counts.values());
  const width = Math.max(0, ...[...sample.counts.keys()].map((name) => name.length));
  const rows = [...sample.counts].map(
    ([name, times]) =>
      `${name.padEnd(width)} ${String(times).padStart(4)} ${'#'.repeat(Math.round((times / most) * bars))}`,
  );
  const total = `${sample.replies.length} requests, ${over}; the probability of a wrong verdict is at most ${epsilon}`;
  return [{ title: 'answers of each pod', text: [...rows, total].join('\n') }, firstAnswers(sample.replies)];
};

export const firstAnswers = (replies: readonly HttpReply[]): Evidence => ({
  title: 'first answers',
  text: replies.slice(0, 5).map(answerLine).join('\n'),
});

const answerLine = ({ status, body, error }: HttpReply): string =>
  status === undefined ? error : `${status} ${body.trim().slice(0, 200)}`;
