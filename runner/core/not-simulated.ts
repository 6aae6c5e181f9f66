import { capitalize } from './words.ts';

/**
 * A simulated cluster lacks parts of a real one: built-in kinds of objects, and the programs of most images. A step that
 * needs such a part is an error with the code `not-simulated`; its message names the thing, and the run says the remedy once.
 */
const remedy = 'use --cluster kind';

const listed = (things: readonly string[]): string =>
  things.length < 2 ? things.join('') : `${things.slice(0, -1).join(', ')} and ${things.at(-1)}`;

const claim = (things: readonly string[]): string =>
  `${listed(things)} ${things.length === 1 ? 'is' : 'are'} not simulated`;

/** A kind as a thing that is not simulated. */
export const kindThing = (kind: string, apiVersion: string): string => `${kind} (${apiVersion})`;

/** An image as a thing that is not simulated. */
export const imageThing = (image: string): string => `the image ${image}`;

/** The message of a step, which says no remedy. */
export const notSimulatedMessage = (things: readonly string[]): string => capitalize(`${claim(things)}.`);

/** The only line of a run or a check that says the remedy. Empty if there is nothing to say. */
export const notSimulatedNotice = (things: Iterable<string>): string => {
  const distinct = [...new Set(things)].sort();
  return distinct.length === 0 ? '' : capitalize(`${claim(distinct)}; ${remedy}`);
};

const saidOfKind = new RegExp(`\\b([A-Za-z]{1,63} \\([a-z0-9./-]{1,253}\\)) is not simulated; ${remedy}`, 'g');

/** The kinds that the notice of an API server names in an output, such as kubectl's. */
export const notSimulatedIn = (output: string): string[] => [
  ...new Set([...output.matchAll(saidOfKind)].map(([, thing = '']) => thing)),
];
