import { excerpt } from '../core/visible.ts';
import { Unobservable } from './finding.ts';

/** A JavaScript regular expression of a scenario. Throws `Unobservable` (spec-invalid) when it is none. */
export const expressionOf = (pattern: string, flags = ''): RegExp => {
  try {
    return new RegExp(pattern, flags);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Unobservable('spec-invalid', `/${excerpt(pattern, 80)}/ is no regular expression: ${why}`);
  }
};
