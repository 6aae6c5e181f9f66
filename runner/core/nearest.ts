/** Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours cost 1 each. */
export const distance = (first: string, second: string): number => {
  let beforeLast: number[] = [];
  let last = Array.from({ length: second.length + 1 }, (_, index) => index);
  for (let row = 1; row <= first.length; row++) {
    const current = [row];
    for (let column = 1; column <= second.length; column++) {
      const cost = first[row - 1] === second[column - 1] ? 0 : 1;
      let best = Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + cost);
      if (row > 1 && column > 1 && first[row - 1] === second[column - 2] && first[row - 2] === second[column - 1])
        best = Math.min(best, (beforeLast[column - 2] ?? 0) + 1);
      current.push(best);
    }
    beforeLast = last;
    last = current;
  }
  return last[second.length] ?? 0;
};

/** Removes differences that people mix up: case, and the separators of kebab-case, camelCase and snake_case. */
const normalize = (word: string): string => word.toLowerCase().replaceAll(/[-_. ]/g, '');

/**
 * The candidate that the user probably meant; undefined if none is near. At most a third of the letters, and at most 3, may
 * be wrong, so that a word of two letters is near only to words that differ in case or separators.
 */
export const nearest = (word: string, candidates: Iterable<string>): string | undefined => {
  if (word.length > 100) return undefined;
  const target = normalize(word);
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    const other = normalize(candidate);
    const limit = Math.min(3, Math.floor(Math.max(target.length, other.length) / 3));
    if (Math.abs(other.length - target.length) > limit) continue;
    const found = distance(target, other);
    if (found <= limit && found < (best?.distance ?? Number.POSITIVE_INFINITY)) best = { candidate, distance: found };
  }
  return best?.candidate;
};

/** "a", "a or b", "a, b or c": words for a sentence. A longer list is cut and ends with its length. */
export const listWords = (words: readonly string[], most = 12): string => {
  if (words.length > most) return `${words.slice(0, most).join(', ')} … (${words.length} in all)`;
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
};

/** "Did you mean x?", or the list of candidates. */
export const suggest = (word: string, candidates: readonly string[], noun = 'Allowed'): string => {
  const meant = nearest(word, candidates);
  if (meant !== undefined) return `Did you mean ${meant}?`;
  return candidates.length ? `${noun}: ${listWords(candidates)}.` : '';
};
