import { readFileSync } from 'node:fs';
import { parseSource } from '../runner/core/source.ts';
import type { Scenario } from '../runner/scenario/scenario.ts';

/** One claim of the chapter, and the scenarios that show it. */
export interface Claim {
  id: string;
  section: string;
  claim: string;
  /** The correction, if the claim is no longer true today. */
  today?: string;
  /** `FOLDER/NAME` for a whole scenario, `FOLDER/NAME#STEP` for one of its steps. */
  shown?: string[];
  /** Why it cannot be observed. */
  unobservable?: string;
}

export const readClaims = (): Claim[] => {
  const { documents, diagnostics } = parseSource(
    readFileSync(new URL('claims.yaml', import.meta.url), 'utf8'),
    'claims.yaml',
  );
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return documents[0]?.value as unknown as Claim[];
};

/** A place in the catalogue that a claim names. */
export interface Showing {
  scenario: Scenario;
  /** The steps that show it: the named one, else all. */
  steps: Scenario['steps'];
}

/** Undefined if there is no such scenario or step. */
export const findShowing = (text: string, scenarios: readonly Scenario[]): Showing | undefined => {
  const [path, step] = text.split('#');
  const scenario = scenarios.find(({ planned }) => planned.file === `scenarios/${path}.yaml`);
  if (!scenario) return undefined;
  const steps = step === undefined ? scenario.steps : scenario.steps.filter(({ planned }) => planned.id === step);
  return steps.length > 0 ? { scenario, steps } : undefined;
};
