import type { RunEvent } from './events.ts';
import { isObject, type JsonValue } from './json.ts';
import { outcomes } from './result.ts';

type Check = (value: JsonValue | undefined) => boolean;

const text: Check = (value) => typeof value === 'string';
const number: Check = (value) => typeof value === 'number';
const flag: Check = (value) => typeof value === 'boolean';
const outcome: Check = (value) => (outcomes as readonly unknown[]).includes(value);
const absentOr =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const having =
  (keys: Record<string, Check>): Check =>
  (value) =>
    isObject(value) &&
    Object.entries(keys).every(([key, check]) => check(Object.hasOwn(value, key) ? value[key] : undefined));

const evidence = listOf(having({ title: text, text }));

const result = having({
  outcome,
  reason: absentOr(having({ code: text, message: text, hint: absentOr(text) })),
  expected: text,
  actual: text,
  evidence,
  reproduce: absentOr(text),
  observation: isObject,
  fraction: absentOr(number),
  notSimulated: absentOr(listOf(text)),
  attempts: number,
  durationMs: number,
});

const plannedStep = having({
  id: text,
  kind: text,
  title: text,
  file: text,
  line: number,
  cleanup: absentOr(flag),
  points: absentOr(number),
  bonus: absentOr(flag),
  hidden: absentOr(flag),
  hint: absentOr(text),
});

const plannedScenario = having({
  id: text,
  title: text,
  file: text,
  tags: listOf(text),
  source: absentOr(text),
  steps: listOf(plannedStep),
});

const fingerprint = having({
  provider: text,
  kubernetesVersion: text,
  proxyMode: text,
  isolation: text,
  nodes: number,
  image: absentOr(text),
});

const trouble = having({
  phase: (value) => ['boot', 'setup', 'cleanup', 'report', 'run'].includes(String(value)),
  diagnostic: having({ code: text, message: text, hint: absentOr(text) }),
  outcome: (value) => value === 'failed' || value === 'error',
  leftovers: absentOr(listOf(text)),
  evidence: absentOr(evidence),
  notSimulated: absentOr(listOf(text)),
});

/** The fields that each event must have, so that `fold` and the reporters need not check them again. */
const checks: Record<RunEvent['type'], Check> = {
  'run:start': having({
    version: number,
    runId: text,
    tool: text,
    seed: number,
    provider: text,
    plan: listOf(plannedScenario),
  }),
  'cluster:phase': having({ phase: text, startMs: number, endMs: absentOr(number) }),
  'cluster:ready': having({
    cluster: fingerprint,
    boot: listOf(having({ phase: text, startMs: number, endMs: number })),
    durationMs: number,
  }),
  'scenario:start': having({ scenario: text, title: text, namespace: text }),
  'step:start': having({ scenario: text, step: text, title: text }),
  'step:progress': having({ scenario: text, step: text, attempt: number, message: text }),
  'step:end': having({ scenario: text, step: text, result }),
  'scenario:end': having({ scenario: text, outcome, durationMs: number }),
  trouble: having({ scenario: absentOr(text), trouble }),
  'run:interrupted': having({ signal: text }),
  'run:end': having({ durationMs: number, exitCode: number }),
};

/** True for an event of this version with all the fields of its type. */
export const isRunEvent = (value: unknown): value is RunEvent => {
  if (!isObject(value) || typeof value['at'] !== 'string' || typeof value['type'] !== 'string') return false;
  return Object.hasOwn(checks, value['type']) && checks[value['type'] as RunEvent['type']](value);
};

/** True for the first event of any version. Its plan is not checked, because a newer one may have another shape. */
export const isAnyRunStart = having({ type: (value) => value === 'run:start', at: text, version: number });
