import type { Vantage } from '../../../cluster/cluster.ts';
import { runCommand } from '../../../probe/exec.ts';
import { describeVantage } from '../../../probe/vantage-text.ts';
import { Unobservable } from '../../finding.ts';
import type { StepContext } from '../../step.ts';

/** The text of /etc/resolv.conf at a vantage point. */
export const readResolvConf = async (context: StepContext, vantage: Vantage): Promise<string> => {
  const { stdout, stderr, status } = await runCommand(context, vantage, {
    argv: ['cat', '/etc/resolv.conf'],
    limit: 65_536,
  });
  if (status === 0) return stdout;
  const why = stderr.trim().slice(0, 200) || `cat ended with exit status ${status}`;
  throw new Unobservable(
    'transcript-unreadable',
    `/etc/resolv.conf in ${describeVantage(vantage)} could not be read: ${why}.`,
  );
};
