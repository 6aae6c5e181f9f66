/** One command of the session, and how its answer is compared. */
export interface Step {
  /** The arguments of `kubectl`; `{name}` is replaced by the text that was captured under that name. */
  run: string;
  /** Standard input. */
  stdin?: string;
  env?: Readonly<Record<string, string>>;
  /** Repeats the command until standard output matches, for slow changes. */
  until?: RegExp;
  /** Captures the answer under this name; it is not compared. */
  capture?: string;
  /** The comparison of lines: in any order, only the last one, or those of the embedded cluster among others. */
  lines?: 'in any order' | 'the last' | 'among others';
  /** Rewrites an answer before it is compared; a comment says why a part is left out. */
  without?: { pattern: RegExp; reason: string }[];
  /** Texts to type at a terminal, each as soon as the screen shows the pattern. */
  types?: readonly (readonly [RegExp, string])[];
  /** Connects to this local port as soon as the command says that it listens, and checks whether it gets an answer. */
  forwards?: { path: string; port: number };
  /** Why the answers differ, for an accepted difference. */
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
