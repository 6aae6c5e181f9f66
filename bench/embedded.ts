/**
 * Measures times and memory of the embedded cluster on this machine, and compares them with their goals:
 *
 *     node bench/embedded.ts [--runs 5] [help] [boot] [creates] [memory] [repeats] [catalogue]
 *
 * Without names, it measures everything. A value is the median of the runs, which are printed below it. The machine must be
 * idle: its load is printed. A missed goal is printed, and is not a failure.
 */
import { availableParallelism, cpus, loadavg } from 'node:os';
import { exit, version } from 'node:process';
import { parseArgs } from 'node:util';
import { creates } from './embedded/creates.ts';
import { memory } from './embedded/memory.ts';
import { repeats } from './embedded/repeats.ts';
import { boot, catalogue, help } from './embedded/starts.ts';
import { type Figure, type Measurement, print } from './figures.ts';

const measurements: readonly Measurement[] = [help, boot, creates, memory, repeats, catalogue];

const { values, positionals } = parseArgs({
  options: { runs: { type: 'string', default: '5' } },
  allowPositionals: true,
});

const unknown = positionals.filter((name) => measurements.every((each) => each.name !== name));
if (unknown.length > 0) {
  print(`There is no measurement ${unknown.join(', ')}. The measurements are:`);
  for (const { name, summary } of measurements) print(`  ${name.padEnd(10)} ${summary}`);
  exit(2);
}

const printFigure = ({ what, value, goal, note }: Figure): void => {
  const verdict = goal ? `  ${goal.met ? 'met   ' : 'MISSED'} (goal ${goal.text})` : '';
  print(`  ${what.padEnd(44)} ${value.padStart(9)}${verdict}${note ? `\n    ${note}` : ''}`);
};

const loadText = (): string => `load ${loadavg()[0]?.toFixed(1)}`;

print(`Node ${version}, ${availableParallelism()} × ${cpus()[0]?.model.trim()}`);
for (const { name, summary, measure } of measurements) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  print(`\n${name}: ${summary}, ${loadText()}`);
  for (const figure of await measure(Number(values.runs))) printFigure(figure);
}
exit();
