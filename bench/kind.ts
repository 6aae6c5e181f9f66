/**
 * Compares boot times of `--cluster kind` with those of the kind program, on this machine, by turns:
 *
 *     node bench/kind.ts [--runs 3] [--workers 0,2] [--image IMAGE] [--only ours]
 *
 * Both must reach the same state: all nodes Ready, CoreDNS available, the default ServiceAccount created. Ours also
 * waits for kube-proxy on every node and for an answer to a DNS query from a pod. The image is $PLUMBLINE_NODE_IMAGE
 * unless --image gives another. The kind program and kubectl must be on the PATH.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, exit, pid } from 'node:process';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { defaultNodeImage } from '../runner/cluster/default-images.ts';
import { kindProvider } from '../runner/cluster/kind/provider.ts';
import type { BootPhase } from '../runner/core/result.ts';
import { median, print, seconds } from './figures.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '3' },
    workers: { type: 'string', default: '0,2' },
    image: { type: 'string', default: env['PLUMBLINE_NODE_IMAGE'] ?? defaultNodeImage },
    only: { type: 'string' },
  },
});

const bootOurs = async (workers: number, run: number): Promise<{ ms: number; phases: readonly BootPhase[] }> => {
  const start = performance.now();
  const cluster = await kindProvider.start({
    runId: `bench-${pid}-${workers}-${run}`,
    workers,
    proxyMode: 'iptables',
    image: values.image,
    images: [],
    keep: false,
    onPhase: () => undefined,
    signal: new AbortController().signal,
  });
  const ms = performance.now() - start;
  await cluster.close();
  return { ms, phases: cluster.boot };
};

const bootKind = async (workers: number, run: number): Promise<number> => {
  const folder = await mkdtemp(join(tmpdir(), 'boot-'));
  const name = `bench-${pid}-${workers}-${run}`;
  const kubeconfig = join(folder, 'kubeconfig');
  const config = join(folder, 'kind.yaml');
  const roles = ['control-plane', ...Array.from({ length: workers }, () => 'worker')];
  await writeFile(
    config,
    `kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nnodes:\n${roles.map((role) => `- role: ${role}\n`).join('')}`,
  );
  const kubectl = execa({ env: { KUBECONFIG: kubeconfig } });
  try {
    const start = performance.now();
    await execa('kind', [
      'create',
      'cluster',
      ...common(name, kubeconfig),
      '--image',
      values.image,
      '--config',
      config,
      '--wait',
      '120s',
    ]);
    await Promise.all([
      kubectl`kubectl wait --for=condition=Ready nodes --all --timeout=120s`,
      kubectl`kubectl --namespace kube-system wait --for=condition=Available deployment/coredns --timeout=120s`,
      kubectl`kubectl --namespace default wait --for=create serviceaccount/default --timeout=120s`,
    ]);
    return performance.now() - start;
  } finally {
    await execa('kind', ['delete', 'cluster', ...common(name, kubeconfig)], { reject: false });
    await rm(folder, { recursive: true, force: true });
  }
};

const common = (name: string, kubeconfig: string): string[] => ['--name', name, '--kubeconfig', kubeconfig];

const printTimeline = (boots: readonly (readonly BootPhase[])[]): void => {
  const names = [...new Set(boots.flatMap((phases) => phases.map(({ phase }) => phase)))];
  print('\n  phase           begins    ends      takes   (medians)');
  for (const name of names) {
    const all = boots.flatMap((phases) => phases.filter(({ phase }) => phase === name));
    const begin = median(all.map(({ startMs }) => startMs));
    const end = median(all.map(({ endMs }) => endMs));
    const takes = median(all.map(({ startMs, endMs }) => endMs - startMs));
    print(
      `  ${name.padEnd(14)} ${seconds(begin).padStart(8)} ${seconds(end).padStart(8)} ${seconds(takes).padStart(9)}`,
    );
  }
};

const runs = Number(values.runs);
let worst = 0;
for (const workers of values.workers.split(',').map(Number)) {
  const ours: number[] = [];
  const kinds: number[] = [];
  const timelines: (readonly BootPhase[])[] = [];
  for (let run = 1; run <= runs; run++) {
    const { ms, phases } = await bootOurs(workers, run);
    ours.push(ms);
    timelines.push(phases);
    if (values.only !== 'ours') kinds.push(await bootKind(workers, run));
  }
  const ratio = median(ours) / median(kinds);
  worst = Math.max(worst, ratio || 0);
  print(`\n${workers + 1} nodes, ${runs} runs`);
  print(`  ours  ${ours.map((each) => seconds(each)).join('  ')}   median ${seconds(median(ours))}`);
  if (kinds.length > 0) {
    print(`  kind  ${kinds.map((each) => seconds(each)).join('  ')}   median ${seconds(median(kinds))}`);
    print(`  ratio ${ratio.toFixed(2)}`);
  }
  printTimeline(timelines);
}
exit(worst > 1 ? 1 : 0);
