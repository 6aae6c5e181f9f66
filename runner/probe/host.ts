import { Unobservable } from '../core/rejection.ts';

/** A name or an address that a program may get as a word: nothing that it could read as an option. */
export const checkedHost = (text: string, use: string): string => {
  if (/^[A-Za-z0-9:][A-Za-z0-9.:_-]*$/.test(text)) return text;
  throw new Unobservable('spec-invalid', `${JSON.stringify(text)} is neither a name nor an address to ${use}.`);
};
