import type { StepRecord, StepResult, Trouble } from '../../runner/core/result.ts';
import { bound, oneLine } from '../shared/escape.ts';
import { type OutlineRow, outlineStep, outlineTrouble, shownEvidence } from '../shared/outline.ts';
import { type Element, propertiesOf } from './xml.ts';

/** The names of a test case, and the dialect of JUnit XML. */
export interface CasePlace {
  name: string;
  className: string;
  /** True: the case has properties, file and line, which Jenkins' schema does not allow. */
  extended: boolean;
}

/** Azure and Artemis show this attribute; GitLab shows the body. */
const longestMessage = 1_000;
const longestBody = 16_384;
/** The most characters of the text in system-out. Jenkins keeps less of a passed case. */
const longestEvidence = { passed: 4_096, other: 65_536 };

export const stepCase = ({ planned, result }: StepRecord, place: CasePlace): Element => ({
  name: 'testcase',
  attributes: {
    name: place.name,
    classname: place.className,
    time: seconds(result.durationMs),
    ...(place.extended && {
      file: planned.file || undefined,
      line: planned.line > 0 ? String(planned.line) : undefined,
    }),
  },
  children: [
    ...(place.extended ? propertiesOf(stepProperties({ planned, result })) : []),
    ...verdictOf(result, outlineStep(planned, result)),
    ...systemOut(result.evidence, result.outcome === 'passed' ? longestEvidence.passed : longestEvidence.other),
  ],
});

/** A trouble outside any step is a case of its own, so that no suite passes if its set-up failed. */
export const troubleCase = (trouble: Trouble, place: CasePlace): Element => {
  const { outcome, diagnostic, evidence = [] } = trouble;
  const reason = { code: diagnostic.code, message: diagnostic.message };
  return {
    name: 'testcase',
    attributes: { name: place.name, classname: place.className, time: seconds(0) },
    children: [
      ...verdictOf({ outcome, reason }, outlineTrouble(trouble)),
      ...systemOut(evidence, longestEvidence.other),
    ],
  };
};

/** JUnit's word for an outcome. JUnit has no not-run, and an unknown result counts as an error. */
export const countsAs = (outcome: StepResult['outcome']): 'passed' | 'failure' | 'error' | 'skipped' => {
  if (outcome === 'failed') return 'failure';
  return outcome === 'not-run' ? 'error' : outcome;
};

const typeOf = (outcome: StepResult['outcome'], code: string | undefined): string => {
  if (outcome === 'failed') return 'ExpectationFailed';
  return outcome === 'not-run' ? 'not-run' : (code ?? 'error');
};

const verdictOf = (
  { outcome, reason }: { outcome: StepResult['outcome']; reason?: { code: string; message: string } },
  rows: readonly OutlineRow[],
): Element[] => {
  if (outcome === 'passed') return [];
  const message = oneLine(reason?.message ?? '').slice(0, longestMessage) || `The step is ${outcome}.`;
  if (outcome === 'skipped') return [{ name: 'skipped', attributes: { message } }];
  const details =
    outcome === 'not-run' ? [] : rows.filter(({ label, text }) => label !== 'why' || oneLine(text) !== message);
  const lines = details.map(({ label, text }) => `${`${label}:`.padEnd(10)} ${text}`);
  return [
    {
      name: countsAs(outcome),
      attributes: { type: typeOf(outcome, reason?.code), message },
      children: bound([message, ...lines].join('\n'), longestBody),
    },
  ];
};

const systemOut = (evidence: StepResult['evidence'], most: number): Element[] => {
  const texts = shownEvidence(evidence).map(({ title, text }) => `${oneLine(title)}\n${text.trimEnd()}`);
  return texts.length ? [{ name: 'system-out', children: bound(texts.join('\n\n'), most) }] : [];
};

const stepProperties = ({ planned, result }: StepRecord): Record<string, string | number | undefined> => ({
  id: planned.id,
  kind: planned.kind,
  reason: result.reason?.code,
  attempts: result.attempts > 1 ? result.attempts : undefined,
  ...pointsOf({ planned, result }),
  bonus: planned.bonus ? 'true' : undefined,
  visibility: planned.hidden ? 'hidden' : undefined,
});

/** An error has unknown points, so that a failure of the machine is not read as zero points. */
export const pointsOf = ({ planned, result }: StepRecord): { points?: number; max_points?: number } => {
  if (planned.points === undefined) return {};
  if (result.outcome !== 'passed' && result.outcome !== 'failed') return { max_points: planned.points };
  const fraction = result.fraction ?? (result.outcome === 'passed' ? 1 : 0);
  return { points: Math.round(planned.points * fraction * 100) / 100, max_points: planned.points };
};

/** Milliseconds → seconds with three decimals; 0 for values that are not a time. */
export const seconds = (milliseconds: number): string =>
  (milliseconds > 0 ? Math.min(milliseconds, 1e15) / 1_000 : 0).toFixed(3);
