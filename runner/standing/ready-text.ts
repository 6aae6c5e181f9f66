import { describeCluster } from '../../reporters/shared/outline.ts';
import type { Io } from '../core/io.ts';
import type { Fingerprint } from '../core/result.ts';
import { filesOf } from './standing-cluster.ts';

/** Quotes a word for a POSIX shell. */
const quote = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/** The line that sets KUBECONFIG for a cluster, whether it is running or not. */
export const exportLine = (name: string, { cwd }: Pick<Io, 'cwd'>): string =>
  `export KUBECONFIG=${quote(filesOf(cwd, name).kubeconfig)}\n`;

/**
 * Prints how to use a cluster. Only the export line goes to standard output, so that a script can do
 * `eval "$(plumbline up --detach)"`.
 */
export const printReady = (
  { name, fingerprint, took, ending }: { name: string; fingerprint: Fingerprint; took: string; ending: string },
  io: Pick<Io, 'out' | 'err' | 'cwd'>,
): void => {
  io.err(`Cluster ${name}: ${describeCluster(fingerprint)}, ready in ${took}\n`);
  io.out(exportLine(name, io));
  io.err(`kubectl get nodes\n${ending}\n`);
};
