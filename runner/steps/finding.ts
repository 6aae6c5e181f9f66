import type { JsonObject } from '../core/json.ts';
import type { Reason, ReasonCode } from '../core/reason.ts';
import type { Evidence, Finding } from '../core/result.ts';

export { Unmet, Unobservable } from '../core/rejection.ts';

/** The parts of a finding that every outcome has. */
export interface Seen {
  expected: string;
  actual: string;
  evidence?: Evidence[];
  reproduce?: string | undefined;
  observation?: JsonObject;
  fraction?: number;
  /** Looking again cannot change it. */
  final?: boolean;
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
  ...(seen.final && { final: true }),
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
