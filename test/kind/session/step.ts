/** One command of the session, and how its answer is compared. */
export interface Step {
  /** The words behind `kubectl`; `{name}` stands for what was captured under that name. */
  run: string;
  /** What kubectl reads. */
  stdin?: string;
  env?: Readonly<Record<string, string>>;
  /** Asked again until standard output matches, for what takes its time. */
  until?: RegExp;
  /** The answer is kept under this name and not compared. */
  capture?: string;
  /** Of which lines the answer consists: in any order, the last one alone, or those of the embedded cluster among others. */
  lines?: 'in any order' | 'the last' | 'among others';
  /** Rewrites an answer before it is compared: what is left out has a reason beside it. */
  without?: { pattern: RegExp; reason: string }[];
  /** Typed at a terminal: each text when the screen shows the pattern. */
  types?: readonly (readonly [RegExp, string])[];
  /** A connection to this local port once the command says that it listens, and whether anything answers. */
  forwards?: { path: string; port: number };
  /** Why the answers differ, and may. */
  differs?: string;
}

type More = Omit<Step, 'run'>;

export const step = (run: string, more: More = {}): Step => ({ run, ...more });
export const apply = (manifest: string, more: More = {}): Step => step('apply -f -', { stdin: manifest, ...more });
export const capture = (name: string, run: string, until?: RegExp): Step => ({
  run,
  capture: name,
  ...(until && { until }),
});
