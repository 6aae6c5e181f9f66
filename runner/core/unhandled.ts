import { inspect } from 'node:util';
import type { Trouble } from './result.ts';
import { excerpt } from './visible.ts';

/** The most characters of a message in a sentence. */
const longestText = 300;

const textOf = (fault: unknown): string => {
  const text = fault instanceof Error ? `${fault.name}: ${fault.message}` : inspect(fault);
  const [first = ''] = text.split('\n', 1);
  return excerpt(first, longestText);
};

/** The first place in a stack that is in a file, without the folder in which Plumbline is installed. */
const placeOf = (stack: string): string => {
  const [, place] = /^ +at (?:.*\()?(?!node:)(?:file:\/\/)?([^\s()]+:\d+:\d+)\)?$/m.exec(stack) ?? [];
  return place === undefined ? '' : ` (${place.replace(/^.*\/(?=(?:runner|reporters|node_modules)\/)/, '')})`;
};

/** A fault that nothing handled, as a trouble of the run: one sentence, with the stack as evidence. */
export const unhandledTrouble = (fault: unknown): Trouble => {
  const stack = fault instanceof Error ? (fault.stack ?? '') : '';
  return {
    phase: 'run',
    outcome: 'error',
    diagnostic: {
      code: 'internal',
      message: `A fault in Plumbline itself ended this command: ${textOf(fault)}${placeOf(stack)}.`,
    },
    ...(stack !== '' && { evidence: [{ title: 'stack', text: stack }] }),
  };
};
