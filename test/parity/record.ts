import process from 'node:process';
import type { Cluster } from '../../runner/cluster/cluster.ts';
import { systemClock } from '../../runner/core/clock.ts';
import { startCluster } from './lab.ts';
import { eachOf, lookUntilStable, prepare } from './observe.ts';
import { topics } from './probes/index.ts';
import { type RecordedAnswer, readRecording, writeRecording } from './recording.ts';
import { keyOf, type Topic } from './row.ts';

/** Milliseconds between the two answers that must be the same. */
const pause = 1_000;
const parallel = 6;
/** Milliseconds until the set-up has reached proxies, DNS and the ingress controller, which collects changes for 2 s. */
const settling = 6_000;

const record = async (cluster: Cluster, topic: Topic): Promise<void> => {
  const bench = await prepare(cluster, topic);
  await systemClock.sleep(settling);
  const before = readRecording(topic.name)?.rows ?? {};
  const answers = new Map<string, RecordedAnswer>();
  try {
    await eachOf(topic.rows, parallel, async (row) => {
      const key = keyOf(row);
      const kept = before[key];
      answers.set(key, kept?.locked ? kept : { answer: await lookUntilStable(row, bench, pause) });
    });
  } finally {
    await bench.close();
  }
  const { kubernetesVersion, proxyMode, nodes, provider } = cluster.fingerprint;
  const rows = Object.fromEntries(
    topic.rows.map(keyOf).flatMap((key) => {
      const answer = answers.get(key);
      return answer ? [[key, answer] as const] : [];
    }),
  );
  writeRecording(topic.name, { recordedOn: { provider, kubernetesVersion, proxyMode, nodes }, rows });
  process.stdout.write(`${topic.name}: ${topic.rows.length} rows\n`);
};

/** `npm run parity:record [-- TOPIC…]`: asks a real cluster the questions and records its answers. */
const chosen = process.argv.slice(2);
const cluster = await startCluster('kind');
try {
  for (const topic of topics) {
    if (chosen.length > 0 && !chosen.includes(topic.name)) continue;
    try {
      await record(cluster, topic);
    } catch (cause) {
      process.exitCode = 1;
      process.stderr.write(`${topic.name}: ${cause instanceof Error ? cause.stack : String(cause)}\n`);
    }
  }
} finally {
  await cluster.close();
}
