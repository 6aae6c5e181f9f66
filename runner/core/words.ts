/** The text with a capital first letter. */
export const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `a, b and 3 more`: the first words of a list that may be long. */
export const firstOf = (words: readonly string[], most: number): string => {
  const first = words.slice(0, most).join(', ');
  return words.length > most ? `${first} and ${words.length - most} more` : first;
};
