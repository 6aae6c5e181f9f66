/**
 * What a terminal would act on or hide: controls, line ends of any standard, bidirectional marks, zero-width characters,
 * other blanks than the space, private use, lone surrogates.
 */
const unsafe = /(?! )[\p{Cc}\p{Cf}\p{Z}\p{Co}\p{Cs}\p{Cn}]|[\u115f\u1160\u3164\uffa0\u2800]/gu;

const short: Record<string, string> = { '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** Hostile text → text that shows every character that it holds, as an escape where it must. */
export const visible = (text: string): string =>
  text.replaceAll(unsafe, (character) => short[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);

/** At most `length` characters of a user's text, safe to stand in a message. */
export const excerpt = (text: string, length = 60): string => {
  const safe = visible(text.slice(0, 2 * length));
  return safe.length > length || text.length > 2 * length ? `${safe.slice(0, length - 1)}…` : safe;
};
