import { Unobservable } from '../core/rejection.ts';

/** Checks that a text is a name or an address, and so cannot be mistaken for an option of a program. */
export const checkedHost = (text: string, use: string): string => {
  if (/^[A-Za-z0-9:][A-Za-z0-9.:_-]*$/.test(text)) return text;
  throw new Unobservable('spec-invalid', `${JSON.stringify(text)} is neither a name nor an address to ${use}.`);
};
