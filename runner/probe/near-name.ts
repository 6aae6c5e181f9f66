/** Steps of the optimal string alignment distance: insert, delete, replace a letter, or swap two neighbours. */
const distance = (a: string, b: string): number => {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [before, last] = [last, row];
  }
  return last[b.length] ?? 0;
};

const longest = 63;

/** The one of `names` that a slip of the fingers turns into `wanted`: at most a third of its letters differ. */
export const nearName = (wanted: string, names: readonly string[]): string | undefined => {
  const word = wanted.slice(0, longest).toLowerCase();
  const ranked = names
    .map((name) => ({ name, steps: distance(word, name.slice(0, longest).toLowerCase()) }))
    .sort((a, b) => a.steps - b.steps);
  const best = ranked[0];
  return best && best.steps <= Math.max(1, Math.floor(word.length / 3)) ? best.name : undefined;
};
