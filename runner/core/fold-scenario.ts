import type { ScenarioEnd, ScenarioStart, StepProgress, StepStart } from './events.ts';
import {
  type Outcome,
  type PlannedScenario,
  type PlannedStep,
  type ScenarioRecord,
  type StepRecord,
  type StepResult,
  type Trouble,
  worstOutcome,
} from './result.ts';

/** The events of one scenario so far; those of steps by the step's id. */
export interface ScenarioNotes {
  planned: PlannedScenario;
  start?: ScenarioStart;
  started: Map<string, StepStart>;
  progress: Map<string, StepProgress>;
  results: Map<string, StepResult>;
  /** By the event's text, so that an event that came twice counts once. */
  troubles: Map<string, Trouble>;
  end?: ScenarioEnd;
}

/** Only the id is known if a damaged line lost the plan. */
export const startNotes = (id: string): ScenarioNotes => ({
  planned: { id, title: id, file: '', tags: [], steps: [] },
  started: new Map(),
  progress: new Map(),
  results: new Map(),
  troubles: new Map(),
});

/** Facts of the whole run. */
interface RunNotes {
  interrupted: string | undefined;
  lastAt: string;
}

export const foldScenario = (notes: ScenarioNotes, run: RunNotes): ScenarioRecord => {
  const { start, end } = notes;
  const planned = { ...notes.planned, steps: allSteps(notes) };
  const steps = planned.steps.map((step): StepRecord => ({ planned: step, result: resultOf(step, notes, run) }));
  const troubles = [...notes.troubles.values()];
  if (start && !end && steps.every(({ planned: { id } }) => notes.results.has(id))) troubles.push(diedInCleanup(notes));
  const all: Outcome[] = [...steps.map(({ result }) => result.outcome), ...troubles.map(({ outcome }) => outcome)];
  return {
    planned,
    outcome: worstOutcome(end ? [...all, end.outcome] : all),
    ...(start && { startedAt: start.at, namespace: start.namespace }),
    durationMs: end?.durationMs ?? (start ? Date.parse(run.lastAt) - Date.parse(start.at) || 0 : 0),
    steps,
    troubles,
  };
};

/** The planned steps, and steps that occur only in the events. */
const allSteps = ({ planned, started, results }: ScenarioNotes): PlannedStep[] => {
  const known = new Set(planned.steps.map(({ id }) => id));
  const others = [...new Set([...started.keys(), ...results.keys()])].filter((id) => !known.has(id));
  return [
    ...planned.steps,
    ...others.map((id) => ({ id, kind: '', title: started.get(id)?.title ?? id, file: planned.file, line: 0 })),
  ];
};

const resultOf = (step: PlannedStep, notes: ScenarioNotes, { interrupted, lastAt }: RunNotes): StepResult => {
  const known = notes.results.get(step.id);
  if (known) return known;
  const started = notes.started.get(step.id);
  const progress = notes.progress.get(step.id);
  const missing = { expected: step.title, evidence: [], observation: {}, attempts: progress?.attempt ?? 0 };
  if (started)
    return {
      ...missing,
      outcome: 'error',
      reason: { code: 'never-ran', message: 'The run ended while this step was running: its outcome is unknown.' },
      actual: progress ? `not observed; last seen: ${progress.message}` : 'not observed',
      durationMs: Date.parse(lastAt) - Date.parse(started.at) || 0,
    };
  return {
    ...missing,
    outcome: 'not-run',
    reason:
      interrupted === undefined
        ? { code: 'never-ran', message: 'The run ended before this step.' }
        : { code: 'interrupted', message: `The run was interrupted by ${interrupted} before this step.` },
    actual: 'not observed',
    durationMs: 0,
  };
};

const diedInCleanup = ({ start }: ScenarioNotes): Trouble => ({
  phase: 'cleanup',
  outcome: 'error',
  diagnostic: { code: 'run-incomplete', message: 'The run ended before this scenario was cleaned up.' },
  ...(start?.namespace && { leftovers: [`namespace ${start.namespace}`] }),
});
