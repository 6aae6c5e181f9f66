import type { Reason, ReasonCode } from './reason.ts';
import type { Evidence } from './result.ts';

/** Ends a look that cannot go on; has the reason as data. */
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

/** Thrown if a look cannot go on because the objects under test lack something: the step fails. */
export class Unmet extends Rejection {}

/** Thrown if a look cannot go on because Plumbline or the cluster lacks something: the step is an error. */
export class Unobservable extends Rejection {}
