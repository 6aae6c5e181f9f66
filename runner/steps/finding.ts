import type { JsonObject } from '../core/json.ts';
import { notSimulatedMessage } from '../core/not-simulated.ts';
import type { Reason, ReasonCode } from '../core/reason.ts';
import type { Evidence, Finding } from '../core/result.ts';

export { Unmet, Unobservable } from '../core/rejection.ts';

/** The parts of a finding that it has whatever its outcome. */
export interface Seen {
  expected: string;
  actual: string;
  evidence?: Evidence[];
  reproduce?: string | undefined;
  observation?: JsonObject;
  fraction?: number;
  notSimulated?: string[];
  /** Another attempt cannot change the finding. */
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
  ...(seen.notSimulated && { notSimulated: seen.notSimulated }),
  ...(seen.final && { final: true }),
});

const reasonOf = (code: ReasonCode, message: string, hint?: string): Reason => ({
  code,
  message,
  ...(hint && { hint }),
});

/** The observation is as expected. */
export const passed = (seen: Seen): Finding => finding('passed', seen);

/** The observation is wrong: the subject is at fault. */
export const failed = (code: ReasonCode, message: string, seen: Seen, hint?: string): Finding =>
  finding('failed', seen, reasonOf(code, message, hint));

/** Nothing could be observed: Plumbline, the machine or the cluster is at fault. */
export const unknown = (code: ReasonCode, message: string, seen: Seen, hint?: string): Finding =>
  finding('error', seen, reasonOf(code, message, hint));

/** The look needs parts of a real cluster that this one does not simulate. */
export const notSimulated = (things: readonly string[], seen: Seen): Finding =>
  unknown('not-simulated', notSimulatedMessage(things), { ...seen, notSimulated: [...things] });
