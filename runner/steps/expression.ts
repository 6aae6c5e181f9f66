import { excerpt } from '../core/visible.ts';
import { Unobservable } from './finding.ts';

/**
 * Compiles a JavaScript regular expression of a scenario. Throws `Unobservable` (spec-invalid) if the syntax is wrong.
 */
export const expressionOf = (pattern: string, flags = ''): RegExp => {
  try {
    return new RegExp(pattern, flags);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Unobservable('spec-invalid', `/${excerpt(pattern, 80)}/ is not a valid regular expression: ${why}`);
  }
};
