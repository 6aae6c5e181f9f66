import type { JsonObject } from '../core/json.ts';
import type { Reason, ReasonCode } from '../core/reason.ts';
import type { Evidence, Finding } from '../core/result.ts';

/** The parts of a finding that every outcome has. */
export interface Seen {
  expected: string;
  actual: string;
  evidence?: Evidence[];
  reproduce?: string | undefined;
  observation?: JsonObject;
  fraction?: number;
}

const finding = (outcome: Finding['outcome'], seen: Seen, reason?: Reason): Finding => ({
  outcome,
  expected: seen.expected,
  actual: seen.actual,
  evidence: seen.evidence ?? [],
  observation: seen.observation ?? {},
  ...(reason && { reason }),
  ...(seen.reproduce !== undefined && { reproduce: seen.reproduce }),
  ...(seen.fraction !== undefined && { fraction: seen.fraction }),
});

const reasonOf = (code: ReasonCode, message: string, hint?: string): Reason => ({
  code,
  message,
  ...(hint && { hint }),
});

/** Observed and as expected. */
export const passed = (seen: Seen): Finding => finding('passed', seen);

/** Observed and wrong: the subject's fault. */
export const failed = (code: ReasonCode, message: string, seen: Seen, hint?: string): Finding =>
  finding('failed', seen, reasonOf(code, message, hint));

/** Not observed: ours or the machine's fault. */
export const unknown = (code: ReasonCode, message: string, seen: Seen, hint?: string): Finding =>
  finding('error', seen, reasonOf(code, message, hint));

/** Thrown where a look cannot go on because the subject lacks something: the step is failed. */
export class Unmet extends Error {
  readonly reason: Reason;
  readonly evidence: Evidence[];

  constructor(code: ReasonCode, message: string, hint?: string, evidence: Evidence[] = []) {
    super(message);
    this.name = 'Unmet';
    this.reason = reasonOf(code, message, hint);
    this.evidence = evidence;
  }
}

/** Thrown where a look cannot go on because the prober or the cluster lacks something: the step is an error. */
export class Unobservable extends Error {
  readonly reason: Reason;
  readonly evidence: Evidence[];

  constructor(code: ReasonCode, message: string, hint?: string, evidence: Evidence[] = []) {
    super(message);
    this.name = 'Unobservable';
    this.reason = reasonOf(code, message, hint);
    this.evidence = evidence;
  }
}
