import type { Diagnostic } from '../../runner/core/diagnostic.ts';
import type { Evidence, Fingerprint, PlannedStep, StepResult, Trouble } from '../../runner/core/result.ts';

/** A row of an explanation: a label, and a text that is not escaped yet. */
export interface OutlineRow {
  label: 'why' | 'expected' | 'actual' | 'hint' | 'left' | 'reproduce';
  text: string;
}

/** The rows that explain why a step did not pass, the same in every format. */
export const outlineStep = (planned: PlannedStep, result: StepResult): OutlineRow[] => {
  const why = result.reason?.message ?? '';
  const rows: OutlineRow[] = [
    { label: 'expected', text: result.expected },
    // If the actual state is the reason, it is shown only once.
    { label: 'actual', text: result.actual === why ? '' : result.actual },
    { label: 'why', text: why },
    { label: 'hint', text: planned.hint ?? '' },
    { label: 'hint', text: result.reason?.hint === planned.hint ? '' : (result.reason?.hint ?? '') },
    { label: 'reproduce', text: result.reproduce ?? '' },
  ];
  return rows.filter(({ text }) => text.trim() !== '');
};

export const outlineTrouble = ({ diagnostic, leftovers }: Trouble): OutlineRow[] => {
  const rows: OutlineRow[] = [
    { label: 'why', text: placed(diagnostic) },
    { label: 'hint', text: diagnostic.hint ?? '' },
    { label: 'left', text: (leftovers ?? []).join(', ') },
  ];
  return rows.filter(({ text }) => text.trim() !== '');
};

const placed = ({ message, span }: Diagnostic): string =>
  span ? `${span.file}:${span.line}:${span.column}: ${message}` : message;

/** The titles of troubles, which are also the names of their test cases. */
export const troubleTitles: Record<Trouble['phase'], string> = {
  boot: 'cluster',
  setup: 'set-up',
  cleanup: 'clean-up',
  report: 'report',
  run: 'run',
};

/** "kind v1.34.4 (containers, iptables, 3 nodes)": the cluster, and how isolated its nodes are; simulated ones say so there. */
export const describeCluster = ({ provider, kubernetesVersion, proxyMode, isolation, nodes }: Fingerprint): string => {
  const facts = [isolation, proxyMode, nodes === 1 ? '1 node' : `${nodes} nodes`];
  return `${provider} ${kubernetesVersion} (${facts.join(', ')})`;
};

/** Evidence without the pieces that have no text. */
export const shownEvidence = (evidence: readonly Evidence[] = []): Evidence[] =>
  evidence.filter(({ text }) => text.trim() !== '');
