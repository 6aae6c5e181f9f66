/** Writes lines that stay, and below them lines that are redrawn in place. */
export interface Screen {
  /** The text that brings the terminal up to date; empty if nothing changed. */
  draw(standing: readonly string[], status: readonly string[]): string;
}

/** For a pipe or a file: only the lines that stay, without any control sequence. */
export const plainScreen: Screen = {
  draw: (standing) => standing.map((line) => `${line}\n`).join(''),
};

/**
 * For a terminal (ECMA-48 control sequences). The cursor rests below the status lines. Each change is one text that
 * overwrites the lines in place and then erases the rest of each, so that nothing flickers.
 */
class LiveScreen implements Screen {
  #drawn: readonly string[] = [];

  draw(standing: readonly string[], status: readonly string[]): string {
    if (standing.length === 0 && status.join('\n') === this.#drawn.join('\n')) return '';
    const up = this.#drawn.length > 0 ? `\u001b[${this.#drawn.length}A` : '';
    // Lines that stay may be as wide as the terminal or wider: everything below the cursor is erased first.
    const above = standing.length > 0 ? `\u001b[J${plainScreen.draw(standing, [])}` : '';
    const below = status.map((line) => `${line}\u001b[K\n`).join('');
    this.#drawn = [...status];
    return `\u001b[?25l${up}${above}${below}\u001b[J\u001b[?25h`;
  }
}

export const makeLiveScreen = (): Screen => new LiveScreen();
