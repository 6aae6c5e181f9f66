import type { Edit, Mutation } from '../../../runner/selftest/mutant.ts';

/** The edits of mutations in a short form such as `port spec.ports.0.port=81`. */
export const mistakesOf = (mutations: readonly Mutation[]): string[] =>
  mutations.map(({ operator, edits }) => [operator, ...edits.map(editText)].join(' '));

const editText = ({ path, to }: Edit): string => `${path.join('.')}=${valueText(to)}`;

const valueText = (to: Edit['to']): string => {
  if (to === undefined) return 'gone';
  return typeof to === 'object' ? JSON.stringify(to) : String(to);
};
