import { Document, visit } from 'yaml';
import { isSameReading, readAsKubectl } from './go-yaml.ts';
import type { JsonValue } from './json.ts';

/** Characters that a YAML text must hold only as escapes; see `unreadable.ts`. */
const needsEscape = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** JSON → YAML that kubectl and YAML 1.2 read as the same value. */
export const toYaml = (value: JsonValue): string => {
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_key, node) => {
      if (typeof node.value !== 'string') return;
      if (
        !isSameReading(readAsKubectl(node.value), node.value) ||
        node.value === '<<' ||
        node.value.search(needsEscape) >= 0
      )
        node.type = 'QUOTE_DOUBLE';
    },
  });
  // By now each of these characters is within double quotes.
  return document
    .toString({ lineWidth: 0 })
    .replaceAll(needsEscape, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
};
