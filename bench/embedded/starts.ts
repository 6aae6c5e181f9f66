import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { plumbline } from '../../test/support/child.ts';
import { root } from '../../test/support/imports.ts';
import { atMost, type Figure, type Measurement, median, seconds } from '../figures.ts';
import { withStanding } from './standing.ts';

/** Measures some work several times: the milliseconds as one figure. */
const timed = async (what: string, runs: number, limit: number, once: () => Promise<number>): Promise<Figure> => {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) times.push(await once());
  return {
    what,
    value: seconds(median(times), 2),
    goal: atMost(median(times), limit, seconds(limit, 2)),
    note: times.map((each) => seconds(each, 2)).join('  '),
  };
};

/** The milliseconds of a process from its start to its end. */
const processTime = (args: readonly string[]) => async (): Promise<number> => {
  const start = performance.now();
  const { code, stdout, stderr } = await plumbline(args);
  if (code !== 0) throw new Error(`plumbline ${args.join(' ')} ended with ${code}:\n${stdout}${stderr}`);
  return performance.now() - start;
};

export const help: Measurement = {
  name: 'help',
  summary: 'plumbline --help, from start to end',
  measure: async (runs) => [await timed('plumbline --help', runs, 150, processTime(['--help']))],
};

const firstAnswer = async (): Promise<number> => {
  const start = performance.now();
  return withStanding([], async ({ client }) => {
    const { status } = await client.raw('/api/v1/services');
    if (status !== 200) throw new Error(`GET services: HTTP ${status}`);
    return performance.now() - start;
  });
};

export const boot: Measurement = {
  name: 'boot',
  summary: 'plumbline up --cluster embedded, until GET services is answered over the kubeconfig',
  measure: async (runs) => [await timed('up, until GET services is answered', runs, 500, firstAnswer)],
};

const run = ['run'];

/** The folders of scenarios about the chapter: the catalogue without those after Kubernetes' conformance tests. */
const chapter = (): string[] =>
  readdirSync(join(root, 'scenarios'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !['conformance', 'fixtures'].includes(entry.name))
    .map(({ name }) => join('scenarios', name));

export const catalogue: Measurement = {
  name: 'catalogue',
  summary: 'the whole catalogue as `npm start` runs it, and the chapter alone',
  measure: async (runs) => [
    await timed('the whole catalogue', runs, 4_000, processTime(run)),
    await timed('the chapter alone', runs, 2_000, processTime([...run, ...chapter()])),
  ],
};
