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

/** Takes events one by one; the record of what came so far is there at any time. */
export interface Fold {
  add(event: RunEvent): void;
  record(): RunRecord;
}

/**
 * Events → what they say. Any beginning of a run gives a valid record that is not green; an event that came twice
 * counts once. A record of a newer version is refused: it has one trouble (`record-damaged`) and nothing else.
 */
export const fold = (events: Iterable<RunEvent>): RunRecord => {
  const folding = startFold();
  for (const event of events) folding.add(event);
  return folding.record();
};

export const startFold = (): Fold => {
  let start: RunStart | undefined;
  let cluster: RunRecord['cluster'];
  let interrupted: string | undefined;
  let durationMs: number | undefined;
  let firstAt: string | undefined;
  let lastAt = '';
  const boot = new Map<string, { startMs: number; endMs?: number }>();
  const scenarios = new Map<string, ScenarioNotes>();
  const troubles = new Map<string, Trouble>();

  const notesOf = (scenario: string): ScenarioNotes => {
    const notes = scenarios.get(scenario) ?? startNotes(scenario);
    scenarios.set(scenario, notes);
    return notes;
  };
  const newer = (): boolean => (start?.version ?? 0) > eventVersion;

  const add = (event: RunEvent): void => {
    if (newer()) return;
    firstAt ??= event.at;
    lastAt = event.at;
    switch (event.type) {
      case 'run:start':
        if (start) return;
        start = event;
        if (!newer()) for (const planned of event.plan) notesOf(planned.id).planned = planned;
        return;
      case 'cluster:phase': {
        const { phase, startMs, endMs = boot.get(phase)?.endMs } = event;
        boot.set(phase, { startMs, ...(endMs !== undefined && { endMs }) });
        return;
      }
      case 'cluster:ready':
        cluster = event.cluster;
        for (const { phase, startMs, endMs } of event.boot) boot.set(phase, { startMs, endMs });
        return;
      case 'scenario:start':
        notesOf(event.scenario).start = event;
        return;
      case 'step:start':
        notesOf(event.scenario).started.set(event.step, event);
        return;
      case 'step:progress':
        notesOf(event.scenario).progress.set(event.step, event);
        return;
      case 'step:end':
        keepWorst(notesOf(event.scenario).results, event.step, event.result);
        return;
      case 'scenario:end':
        notesOf(event.scenario).end ??= event;
        return;
      case 'trouble':
        (event.scenario === undefined ? troubles : notesOf(event.scenario).troubles).set(
          JSON.stringify(event),
          event.trouble,
        );
        return;
      case 'run:interrupted':
        interrupted ??= event.signal;
        return;
      case 'run:end':
        durationMs ??= event.durationMs;
    }
  };

  const record = (): RunRecord => {
    const complete = start !== undefined && durationMs !== undefined && !newer();
    const all = [...scenarios.values()];
    return {
      version: start?.version ?? eventVersion,
      runId: start?.runId ?? '',
      tool: start?.tool ?? '',
      startedAt: start?.at ?? firstAt ?? '',
      seed: start?.seed ?? 0,
      provider: start?.provider ?? '',
      ...(cluster && { cluster }),
      boot: [...boot].flatMap(([phase, { startMs, endMs }]) => (endMs === undefined ? [] : { phase, startMs, endMs })),
      scenarios: all.map((notes) => foldScenario(notes, { interrupted, lastAt })),
      troubles: [
        ...troubles.values(),
        ...(newer() ? [newerVersion(start?.version)] : complete ? [] : [incomplete(all, openPhase(boot))]),
      ],
      ...(interrupted !== undefined && { interrupted }),
      complete,
      durationMs: durationMs ?? (Date.parse(lastAt) - Date.parse(firstAt ?? lastAt) || 0),
    };
  };

  return { add, record };
};

const severity = (outcome: Outcome): number => ['passed', 'skipped', 'not-run', 'failed', 'error'].indexOf(outcome);

const keepWorst = (results: Map<string, StepResult>, step: string, result: StepResult): void => {
  const before = results.get(step);
  if (!before || severity(result.outcome) > severity(before.outcome)) results.set(step, result);
};

const openPhase = (boot: ReadonlyMap<string, Partial<BootPhase>>): string | undefined =>
  [...boot].findLast(([, { endMs }]) => endMs === undefined)?.[0];

const incomplete = (scenarios: readonly ScenarioNotes[], phase: string | undefined): Trouble => {
  const open = scenarios.filter((each) => each.start && !each.end);
  const where = open.length
    ? ` It ended in ${open.length === 1 ? `the scenario ${open[0]?.planned.id}` : `${open.length} scenarios`}.`
    : phase === undefined
      ? ''
      : ` It ended while the cluster started, in the phase ${phase}.`;
  const leftovers = open.flatMap((each) => (each.start?.namespace ? [`namespace ${each.start.namespace}`] : []));
  return {
    phase: 'run',
    outcome: 'error',
    diagnostic: { code: 'run-incomplete', message: `The record ends before the run did.${where}` },
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

/** How many steps ended in each outcome. */
export const tally = ({ scenarios }: { scenarios: readonly ScenarioRecord[] }): Record<Outcome, number> => {
  const counts = Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
  for (const { steps } of scenarios) for (const { result } of steps) counts[result.outcome] += 1;
  return counts;
};
