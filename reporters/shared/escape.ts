import { visible } from '../../runner/core/visible.ts';

/** Texts in a report that CI systems act on: attachments of Jenkins and GitLab, properties of Playwright. */
const directives = /\[(?=\[\/?(?:ATTACHMENT|PROPERTY)\b)/gi;

/** Text of any origin → lines without characters that a terminal would act on or hide. Tabs become blanks. */
export const visibleLines = (text: string): string[] =>
  text
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) => visible(expandTabs(line)));

/** Text of any origin → one line. */
export const oneLine = (text: string): string => visible(text.trim().replaceAll(/\s*\n\s*|\t/g, ' '));

const expandTabs = (line: string): string => {
  let expanded = '';
  for (const [index, part] of line.split('\t').entries())
    expanded += index === 0 ? part : ' '.repeat(8 - (expanded.length % 8)) + part;
  return expanded;
};

/** Text of any origin → lines of XML character data, for the body of an element. */
export const escapeXmlLines = (text: string): string => visibleLines(text).map(escapeXml).join('\n');

/** Text of any origin → one line of an XML attribute between double quotes. */
export const escapeXmlAttribute = (text: string): string => escapeXml(oneLine(text));

/** Escapes the ampersand first, because it is the escape character. `visible` has removed the characters that XML 1.0 forbids. */
const escapeXml = (text: string): string =>
  text
    .replaceAll(directives, '[ ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

/** The first and the last part of a long text, and between them a line that says how much is left out. */
export const bound = (text: string, most: number): string => {
  if (text.length <= most) return text;
  const head = text.slice(0, Math.ceil(most / 2));
  const tail = text.slice(text.length - Math.floor(most / 2));
  return `${head}\n… ${text.length - most} characters left out …\n${tail}`;
};
