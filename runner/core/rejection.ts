import type { Reason, ReasonCode } from './reason.ts';
import type { Evidence } from './result.ts';

/** A look that cannot go on, with its reason as data. */
abstract class Rejection extends Error {
  readonly reason: Reason;
  readonly evidence: Evidence[];

  constructor(code: ReasonCode, message: string, hint?: string, evidence: Evidence[] = []) {
    super(message);
    this.name = new.target.name;
    this.reason = { code, message, ...(hint && { hint }) };
    this.evidence = evidence;
  }
}

/** Thrown where a look cannot go on because the subject lacks something: the step is failed. */
export class Unmet extends Rejection {}

/** Thrown where a look cannot go on because the prober or the cluster lacks something: the step is an error. */
export class Unobservable extends Rejection {}
