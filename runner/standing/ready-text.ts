import { describeCluster } from '../../reporters/shared/outline.ts';
import type { Io } from '../core/io.ts';
import type { Fingerprint } from '../core/result.ts';
import { filesOf } from './standing-cluster.ts';

/** Quotes a word for a POSIX shell. */
const quote = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/**
 * Prints how to use a cluster. Only the export line goes to standard output, so that a script can do
 * `eval "$(plumbline up --detach)"`.
 */
export const tellReady = (
  { name, fingerprint, took, ending }: { name: string; fingerprint: Fingerprint; took: string; ending: string },
  io: Pick<Io, 'out' | 'err' | 'cwd'>,
): void => {
  io.err(`Cluster ${name}: ${describeCluster(fingerprint)}, ready in ${took}\n`);
  io.out(`export KUBECONFIG=${quote(filesOf(io.cwd, name).kubeconfig)}\n`);
  io.err(`kubectl get nodes\n${ending}\n`);
};
