import type { Vantage } from '../../../cluster/cluster.ts';
import { freshMark } from '../../../probe/batch/transcript.ts';
import { runScript } from '../../../probe/exec.ts';
import { describeVantage } from '../../../probe/vantage-text.ts';
import { Unobservable } from '../../finding.ts';
import type { StepContext } from '../../step.ts';

/** cat must not be the last command: a shell may replace itself with its last command, and $$ would be that process. */
const script = `
cat "/proc/$$/environ" || exit 74
printf '%s' "$1"
`;

/**
 * The variables with which a container was created: the runtime gives them to every process that it starts there. They
 * are read from a new process, before any program can change them, and separated by NUL (proc(5)), so that a value may
 * contain line ends. Process 1 may have overwritten its environment, or belong to the pause container.
 */
export const readEnvironment = async (context: StepContext, vantage: Vantage): Promise<Map<string, string>> => {
  const mark = freshMark();
  const { stdout, stderr, status } = await runScript(context, vantage, { script, args: [mark], tools: ['cat'] });
  if (status !== 0 || !stdout.endsWith(mark))
    throw new Unobservable(
      'transcript-unreadable',
      `The environment in ${describeVantage(vantage)} could not be read: ${stderr.trim().slice(0, 200) || 'the output is incomplete'}.`,
    );
  const entries = stdout.slice(0, -mark.length).split('\0').filter(Boolean);
  return new Map(entries.map((entry) => splitAt(entry, `${entry}=`.indexOf('='))));
};

const splitAt = (text: string, at: number): [string, string] => [text.slice(0, at), text.slice(at + 1)];
