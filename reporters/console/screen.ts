/** Writes lines that stay, and below them lines that are redrawn in place. */
export interface Screen {
  /** The text that brings the terminal up to date; empty when nothing changed. */
  draw(standing: readonly string[], status: readonly string[]): string;
}

/** A pipe or a file: what stands, and no control at all. */
export const plainScreen: Screen = {
  draw: (standing) => standing.map((line) => `${line}\n`).join(''),
};

/**
 * A terminal (ECMA-48 controls). The cursor rests below the status lines. Each change is one text: lines are overwritten
 * in place and their rests erased after, so that nothing flickers.
 */
export const makeLiveScreen = (): Screen => {
  let drawn: readonly string[] = [];
  return {
    draw(standing, status) {
      if (standing.length === 0 && status.join('\n') === drawn.join('\n')) return '';
      const up = drawn.length > 0 ? `\u001b[${drawn.length}A` : '';
      // Standing lines may be as wide as the terminal or wider: what is below them is erased first.
      const above = standing.length > 0 ? `\u001b[J${plainScreen.draw(standing, [])}` : '';
      const below = status.map((line) => `${line}\u001b[K\n`).join('');
      drawn = [...status];
      return `\u001b[?25l${up}${above}${below}\u001b[J\u001b[?25h`;
    },
  };
};
