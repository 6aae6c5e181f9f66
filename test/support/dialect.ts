/** Comments and texts on one line each, so that a sentence over several lines is found too. */
const unfold = (text: string): string => text.replaceAll(/\s*\n\s*(?:\*(?!\/)|\/\/)?\s*/g, ' ');

/** A sentence at the start of a comment, a text or after another sentence, up to its end. */
const sentence =
  /(?:\/\*\*?|\/\/|[.!?:;]|['"`(])\s?((?:What|Whoever) .*?(?:[.!?](?=[\s'"`]|$)|\*\/|['"`](?=[,;)\s\]}])))/g;

const isQuestion = (text: string): boolean => /\?['"`]?$/.test(text);

/**
 * Sentences of comments and messages whose subject is a clause with "What" or "Whoever", and every "so many": a reader
 * understands "The ports of a pod" and "at least 3" at first reading. A question may begin with "What".
 */
export const dialectIn = (text: string): string[] => {
  const line = unfold(text);
  return [
    ...[...line.matchAll(sentence)].map(([, found = '']) => found).filter((found) => !isQuestion(found)),
    ...[...line.matchAll(/.{0,30}\bso many\b.{0,30}/gi)].map(([found]) => found),
  ].map((found) => found.slice(0, 80));
};
