import type { Mutation } from '../../../runner/selftest/mutant.ts';

/** `port spec.ports.0.port=81`: what mutations do, short enough to compare. */
export const mistakesOf = (mutations: readonly Mutation[]): string[] =>
  mutations.map(({ operator, edits }) =>
    [
      operator,
      ...edits.map(
        ({ path, to }) =>
          `${path.join('.')}=${to === undefined ? 'gone' : typeof to === 'object' ? JSON.stringify(to) : String(to)}`,
      ),
    ].join(' '),
  );
