/**
 * The characters that a terminal would act on or hide: control characters, line ends of any standard, bidirectional marks,
 * zero-width characters, blanks other than the space, private use, lone surrogates.
 */
const unsafe = /(?! )[\p{Cc}\p{Cf}\p{Z}\p{Co}\p{Cs}\p{Cn}]|[\u115f\u1160\u3164\uffa0\u2800]/gu;

const short: Record<string, string> = { '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** Text of any origin → text in which every character is visible, some of them as escapes. */
export const visible = (text: string): string =>
  text.replaceAll(unsafe, (character) => short[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);

/** At most `length` characters of a user's text, safe to use in a message. */
export const excerpt = (text: string, length = 60): string => {
  const safe = visible(text.slice(0, 2 * length));
  return safe.length > length || text.length > 2 * length ? `${safe.slice(0, length - 1)}…` : safe;
};
