import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../../runner/commands/run.ts';
import { fold } from '../../../runner/core/fold.ts';
import { readRecord } from '../../../runner/record/read-record.ts';
import { memoryIo } from '../../support/memory-io.ts';

export interface Shown {
  exit: number;
  /** The console output, of both streams. */
  text: string;
  /** `ID` of a step, and `SCENARIO ID` → outcome and reason code. */
  steps: Readonly<Record<string, string>>;
}

export interface RunFilesOptions {
  cluster?: string;
  seed: number;
  parallel?: number;
}

const newest = (folder: string): string | undefined =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => existsSync(join(folder, name, 'events.ndjson')))
        .sort()
        .at(-1)
    : undefined;

const stepsOf = (recordFolder: string): Record<string, string> => {
  const id = newest(recordFolder);
  if (id === undefined) return {};
  const { events } = readRecord(readFileSync(join(recordFolder, id, 'events.ndjson'), 'utf8'));
  return Object.fromEntries(
    fold(events).scenarios.flatMap(({ planned, steps }) =>
      steps.flatMap(({ planned: { id: step }, result: { outcome, reason } }) => {
        const verdict = reason ? `${outcome} ${reason.code}` : outcome;
        return [
          [step, verdict],
          [`${planned.id} ${step}`, verdict],
        ];
      }),
    ),
  );
};

/** Runs scenario files with the command `run` in this process, in a folder that has them and no project file. */
export const runFiles = async (
  cwd: string,
  paths: readonly string[],
  { cluster = 'embedded', seed, parallel }: RunFilesOptions,
): Promise<Shown> => {
  const io = memoryIo(cwd);
  const exit = await run.run(
    [...paths],
    {
      tag: [],
      grep: undefined,
      cluster,
      workers: undefined,
      proxyMode: undefined,
      nodeImage: undefined,
      probeImage: undefined,
      reporter: [],
      parallel,
      seed,
      failFast: false,
      strict: false,
      keep: false,
    },
    io,
  );
  return { exit, text: io.stdout + io.stderr, steps: stepsOf(join(cwd, '.plumbline/runs')) };
};
