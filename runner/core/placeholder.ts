/** `{{name}}` with blanks or without; a backslash before it makes it plain text, as in Handlebars. */
const placeholder = /(\\?)\{\{[ \t]*([A-Za-z][A-Za-z0-9_.-]*)[ \t]*\}\}/g;

/** The names between `{{` and `}}` in a text, in order, without those that a backslash escapes. */
export const findPlaceholders = (text: string): { name: string; written: string }[] =>
  [...text.matchAll(placeholder)].flatMap(([written, backslash, name = '']) => (backslash ? [] : [{ name, written }]));

/** Replaces each `{{name}}` by its value, and reads no value again. A name without a value stays as it is written. */
export const fillPlaceholders = (text: string, lookUp: (name: string) => string | undefined): string =>
  text.replaceAll(placeholder, (written, backslash: string, name: string) =>
    backslash ? written.slice(1) : (lookUp(name) ?? written),
  );
