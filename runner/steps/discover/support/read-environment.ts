import type { Vantage } from '../../../cluster/cluster.ts';
import { freshMark } from '../../../probe/batch/transcript.ts';
import { runScript } from '../../../probe/exec.ts';
import { describeVantage } from '../../../probe/vantage-text.ts';
import { Unobservable } from '../../finding.ts';
import type { StepContext } from '../../step.ts';

/** Must not be the last command: a shell may become its last command, and with it what its own number stands for. */
const script = `
cat "/proc/$$/environ" || exit 74
printf '%s' "$1"
`;

/**
 * The variables that a container was made with: those that the runtime gives to every process it starts there, as the
 * kubelet wrote them. Read from a process of its own before any program could change them, with NUL between them (proc(5)),
 * so that a value may hold line ends. Process 1 would not do: it may have overwritten its own, or be the pause container's.
 */
export const readEnvironment = async (context: StepContext, vantage: Vantage): Promise<Map<string, string>> => {
  const mark = freshMark();
  const { stdout, stderr, status } = await runScript(context, vantage, { script, args: [mark], tools: ['cat'] });
  if (status !== 0 || !stdout.endsWith(mark))
    throw new Unobservable(
      'transcript-unreadable',
      `The environment in ${describeVantage(vantage)} could not be read: ${stderr.trim().slice(0, 200) || 'it is not complete'}.`,
    );
  const entries = stdout.slice(0, -mark.length).split('\0').filter(Boolean);
  return new Map(entries.map((entry) => splitAt(entry, `${entry}=`.indexOf('='))));
};

const splitAt = (text: string, at: number): [string, string] => [text.slice(0, at), text.slice(at + 1)];
