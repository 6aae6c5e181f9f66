import type { StepContext } from '../../step.ts';
import type { DnsAnswer } from './dig-answer.ts';
import type { Lookup } from './lookup.ts';
import { clusterDomainOf, isInCluster, type ResolverSettings, withoutDot } from './resolver-settings.ts';

/**
 * The result of a look-up. `absent`: the name does not resolve, but it is unknown whether that is NXDOMAIN or NODATA.
 * `unanswered`: no server gave a clear answer.
 */
export type DnsVerdict =
  | { result: 'found'; answer: DnsAnswer }
  | { result: 'NXDOMAIN' | 'NODATA' | 'absent' | 'unanswered'; answer: DnsAnswer };

/**
 * Combines the answers for all names of a question like glibc: records end the search, and one NODATA outweighs
 * NXDOMAIN. If the name can only mean a Service (`meansCluster`), unanswered names outside the cluster's domain do not
 * count: otherwise, on a machine without upstream servers, no short name could be NXDOMAIN.
 */
export const sumUp = (
  { question, answers, tool }: Lookup,
  settings: ResolverSettings,
  meansCluster: boolean,
): DnsVerdict => {
  const none: DnsAnswer = { name: '', records: [], aliases: [] };
  const found = answers.find(({ records }) => records.length > 0);
  if (found) return { result: 'found', answer: found };
  const [first] = answers;
  if (!first) return { result: 'unanswered', answer: none };
  // With getent, an upstream server that fails looks the same as a name that does not exist.
  const isCertain = meansCluster || isInCluster(`${withoutDot(question.name)}.`, settings);
  if (tool === 'getent') return { result: isCertain ? 'absent' : 'unanswered', answer: first };
  const open = answers.filter((each) => !isSettled(each));
  const settled = answers.filter(isSettled);
  const outside = clusterDomainOf(settings) !== undefined && open.every(({ name }) => !isInCluster(name, settings));
  const excused = meansCluster && settled.length > 0 && outside;
  if (open[0] && !excused) return { result: 'unanswered', answer: open[0] };
  const empty = settled.find(({ rcode }) => rcode === 'NOERROR');
  if (empty) return { result: 'NODATA', answer: empty };
  return settled[0] ? { result: 'NXDOMAIN', answer: settled[0] } : { result: 'unanswered', answer: none };
};

const isSettled = ({ rcode }: DnsAnswer): boolean => rcode === 'NOERROR' || rcode === 'NXDOMAIN';

/**
 * Whether a relative name can only mean a Service of the cluster: SERVICE, SERVICE.NAMESPACE or SERVICE.NAMESPACE.svc,
 * in an SRV name after _PORT._PROTOCOL.
 */
export const meansCluster = async (name: string, { cluster, signal }: StepContext): Promise<boolean> => {
  const labels = name.replace(/^_[^.]+\._[^.]+\./, '').split('.');
  const last = labels.at(-1) ?? '';
  if (name.endsWith('.')) return false;
  if (labels.length === 1 || last === 'svc') return true;
  return (await cluster.api.get({ apiVersion: 'v1', kind: 'Namespace', name: last }, signal)) !== undefined;
};

/** "10.96.0.17", "NXDOMAIN", "no answer from any server": a result in a sentence. */
export const answerWord = ({ result, answer }: DnsVerdict): string => {
  if (result === 'found') return answer.records.join(', ');
  if (result === 'absent') return 'not found';
  return result === 'unanswered' ? (answer.rcode ?? 'no answer from any server') : result;
};
