/** The characters that YAML 1.2 forbids, and those that only go-yaml (YAML 1.1) reads as line ends. */
const unreadable =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the expression finds control characters
  /[\0-\x08\v\f\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]|(?<!^)\ufeff|\r(?!\n)|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** The first character of a text that no file may contain unescaped, and the remedy. The range is in UTF-16 units. */
export const findUnreadable = (
  text: string,
): { message: string; hint: string; range: readonly [start: number, end: number] } | undefined => {
  const found = unreadable.exec(text);
  if (!found) return undefined;
  const code = text.charCodeAt(found.index).toString(16).toUpperCase().padStart(4, '0');
  return {
    message: `The character U+${code} is not accepted.`,
    hint: `Remove it, or write it as the escape \\u${code} within double quotes.`,
    range: [found.index, found.index + 1],
  };
};
