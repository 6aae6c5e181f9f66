import { eventVersion, type RunEvent, type RunStart } from './events.ts';
import { foldScenario, type ScenarioNotes, startNotes } from './fold-scenario.ts';
import {
  type BootPhase,
  type Outcome,
  outcomes,
  type RunRecord,
  type ScenarioRecord,
  type StepResult,
  type Trouble,
} from './result.ts';

export { exitCodeOf } from './exit-code.ts';

/** Takes events one by one, and gives the record of those that have come so far. */
export interface Fold {
  add(event: RunEvent): void;
  record(): RunRecord;
}

/**
 * The events of a run → its record. Any beginning of a run gives a valid record that is not green; an event that came
 * twice counts once. A record of a newer version is refused: it has one trouble (`record-damaged`) and nothing else.
 */
export const fold = (events: Iterable<RunEvent>): RunRecord => {
  const folding = startFold();
  for (const event of events) folding.add(event);
  return folding.record();
};

export const startFold = (): Fold => new EventFold();

class EventFold implements Fold {
  #start: RunStart | undefined;
  #cluster: RunRecord['cluster'];
  #interrupted: string | undefined;
  #durationMs: number | undefined;
  #firstAt: string | undefined;
  #lastAt = '';
  readonly #boot = new Map<string, { startMs: number; endMs?: number }>();
  readonly #scenarios = new Map<string, ScenarioNotes>();
  readonly #troubles = new Map<string, Trouble>();

  add(event: RunEvent): void {
    if (this.#isNewer) return;
    this.#firstAt ??= event.at;
    this.#lastAt = event.at;
    if ('scenario' in event && event.scenario !== undefined) this.#addToScenario(event, this.#notesOf(event.scenario));
    else this.#addToRun(event);
  }

  record(): RunRecord {
    const run = { interrupted: this.#interrupted, lastAt: this.#lastAt };
    const scenarios = [...this.#scenarios.values()];
    const start = this.#start;
    return {
      version: start?.version ?? eventVersion,
      runId: start?.runId ?? '',
      tool: start?.tool ?? '',
      startedAt: start?.at ?? this.#firstAt ?? '',
      seed: start?.seed ?? 0,
      provider: start?.provider ?? '',
      ...(this.#cluster && { cluster: this.#cluster }),
      boot: [...this.#boot].flatMap(([phase, { startMs, endMs }]) =>
        endMs === undefined ? [] : { phase, startMs, endMs },
      ),
      scenarios: scenarios.map((notes) => foldScenario(notes, run)),
      troubles: [...this.#troubles.values(), ...this.#ownTroubles(scenarios)],
      ...(this.#interrupted !== undefined && { interrupted: this.#interrupted }),
      complete: this.#isComplete,
      durationMs: this.#durationMs ?? (Date.parse(this.#lastAt) - Date.parse(this.#firstAt ?? this.#lastAt) || 0),
    };
  }

  get #isNewer(): boolean {
    return (this.#start?.version ?? 0) > eventVersion;
  }

  get #isComplete(): boolean {
    return this.#start !== undefined && this.#durationMs !== undefined && !this.#isNewer;
  }

  #notesOf(scenario: string): ScenarioNotes {
    const notes = this.#scenarios.get(scenario) ?? startNotes(scenario);
    this.#scenarios.set(scenario, notes);
    return notes;
  }

  #addToRun(event: RunEvent): void {
    switch (event.type) {
      case 'run:start':
        if (this.#start) return;
        this.#start = event;
        if (!this.#isNewer) for (const planned of event.plan) this.#notesOf(planned.id).planned = planned;
        return;
      case 'cluster:phase': {
        const { phase, startMs, endMs = this.#boot.get(phase)?.endMs } = event;
        this.#boot.set(phase, { startMs, ...(endMs !== undefined && { endMs }) });
        return;
      }
      case 'cluster:ready':
        this.#cluster = event.cluster;
        for (const { phase, startMs, endMs } of event.boot) this.#boot.set(phase, { startMs, endMs });
        return;
      case 'trouble':
        this.#troubles.set(JSON.stringify(event), event.trouble);
        return;
      case 'run:interrupted':
        this.#interrupted ??= event.signal;
        return;
      case 'run:end':
        this.#durationMs ??= event.durationMs;
    }
  }

  #addToScenario(event: RunEvent, notes: ScenarioNotes): void {
    switch (event.type) {
      case 'scenario:start':
        notes.start = event;
        return;
      case 'step:start':
        notes.started.set(event.step, event);
        return;
      case 'step:progress':
        notes.progress.set(event.step, event);
        return;
      case 'step:end':
        keepWorst(notes.results, event.step, event.result);
        return;
      case 'scenario:end':
        notes.end ??= event;
        return;
      case 'trouble':
        notes.troubles.set(JSON.stringify(event), event.trouble);
    }
  }

  /** The faults that the record itself shows: it is of a newer version, or it ends before the run did. */
  #ownTroubles(scenarios: readonly ScenarioNotes[]): Trouble[] {
    if (this.#isNewer) return [newerVersion(this.#start?.version)];
    return this.#isComplete ? [] : [incomplete(scenarios, openPhase(this.#boot))];
  }
}

const severity = (outcome: Outcome): number => ['passed', 'skipped', 'not-run', 'failed', 'error'].indexOf(outcome);

const keepWorst = (results: Map<string, StepResult>, step: string, result: StepResult): void => {
  const before = results.get(step);
  if (!before || severity(result.outcome) > severity(before.outcome)) results.set(step, result);
};

const openPhase = (boot: ReadonlyMap<string, Partial<BootPhase>>): string | undefined =>
  [...boot].findLast(([, { endMs }]) => endMs === undefined)?.[0];

/** The place at which the run was when its record ends. */
const whereItEnded = (open: readonly ScenarioNotes[], phase: string | undefined): string => {
  if (open.length > 1) return ` It ended in ${open.length} scenarios.`;
  if (open.length === 1) return ` It ended in the scenario ${open[0]?.planned.id}.`;
  return phase === undefined ? '' : ` It ended while the cluster started, in the phase ${phase}.`;
};

const incomplete = (scenarios: readonly ScenarioNotes[], phase: string | undefined): Trouble => {
  const open = scenarios.filter((each) => each.start && !each.end);
  const leftovers = open.flatMap((each) => (each.start?.namespace ? [`namespace ${each.start.namespace}`] : []));
  return {
    phase: 'run',
    outcome: 'error',
    diagnostic: {
      code: 'run-incomplete',
      message: `The record ends before the run did.${whereItEnded(open, phase)}`,
    },
    ...(leftovers.length > 0 && { leftovers }),
  };
};

const newerVersion = (version = 0): Trouble => ({
  phase: 'report',
  outcome: 'error',
  diagnostic: {
    code: 'record-damaged',
    message: `The record has version ${version}. This Plumbline reads versions up to ${eventVersion}.`,
    hint: 'Read it with the Plumbline that wrote it, or a later one.',
  },
});

/** The number of steps for each outcome. */
export const tally = ({ scenarios }: { scenarios: readonly ScenarioRecord[] }): Record<Outcome, number> => {
  const counts = Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
  for (const { steps } of scenarios) for (const { result } of steps) counts[result.outcome] += 1;
  return counts;
};
