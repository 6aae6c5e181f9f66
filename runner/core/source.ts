import {
  type Alias,
  type Document,
  type EmptyStream,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseAllDocuments,
  type Scalar,
  visit,
  type YAMLError,
  Document as YamlDocument,
} from 'yaml';
import type { Diagnostic, DiagnosticCode, Span } from './diagnostic.ts';
import { ambiguityOf, isSameReading, readAsKubectl } from './go-yaml.ts';
import type { JsonObject, JsonPath, JsonValue } from './json.ts';
import { makePlace } from './place.ts';
import { findUnreadable } from './unreadable.ts';
import { excerpt } from './visible.ts';

/** One document of a text: its value, and where each part of it stands. */
export interface SourceDocument {
  value: JsonValue;
  /** The place of the key or of the value (default) at `path`; where the path leads nowhere, of what is nearest above. */
  locate(path: JsonPath, what?: 'key' | 'value'): Span;
}

/**
 * A text as data. When there are diagnostics, the documents serve only to find further faults:
 * of a key that stands twice they hold the first value, and of an ambiguous scalar the YAML 1.2 reading.
 */
export interface Source {
  documents: SourceDocument[];
  diagnostics: Diagnostic[];
}

/** Bytes of UTF-8. */
export const largestSource = 1024 * 1024;
/** Values that all aliases of a document may add together. */
const mostAliasedValues = 2_000;
const deepestNesting = 100;
/** Faults kept of one document: nobody reads more, and a hostile text has one in each value. */
const mostFaults = 100;

interface Fault {
  code: DiagnosticCode;
  message: string;
  hint?: string | undefined;
  range: readonly [start: number, end: number];
}

const syntaxHints: Record<string, string> = {
  TAB_AS_INDENT: 'Indent with spaces.',
  BAD_INDENT: 'Indent all keys of a mapping, and all dashes of a list, by the same number of spaces.',
  BLOCK_AS_IMPLICIT_KEY: 'Put quotes around a value that holds a colon and a space.',
  BAD_SCALAR_START: 'Put quotes around a text that begins with this character.',
  MULTILINE_IMPLICIT_KEY: 'A key needs a colon and a space after it, on its own line.',
};

const tooDeep = `Values stand more than ${deepestNesting} deep.`;

/** The package tells of a quote that is never closed at the end of the text, where nobody looks for it. */
const openQuote = (document: Document.Parsed, end: number): readonly [number, number] | undefined => {
  let found: readonly [number, number] | undefined;
  visit(document, {
    Scalar: (_key, { type, range }) => {
      if (type?.startsWith('QUOTE') && range && range[1] >= end) found = [range[0], range[0] + 1];
    },
  });
  return found;
};

const syntaxFault = ({ code, message, pos }: YAMLError, document?: Document.Parsed): Fault => ({
  code: 'yaml-syntax',
  // The package composes recursively, and tells its own overflow as a fault of the text.
  message: message.startsWith('Maximum call stack')
    ? tooDeep
    : message.startsWith('Missing closing')
      ? 'This quote is never closed.'
      : excerpt(message, 160).replace(/[^.!?…]$/, '$&.'),
  hint: syntaxHints[code],
  range: (document && message.startsWith('Missing closing') && openQuote(document, pos[0])) || pos,
});

interface Reading {
  value: JsonValue;
  faults: Fault[];
  /** The node that each alias stands for. */
  targets: Map<Node, Node>;
}

/** One document → JSON. Faults are collected, and the values around them go on being read. */
const readDocument = (document: Document.Parsed): Reading => {
  const faults: Fault[] = [];
  const targets = new Map<Node, Node>();
  const anchors = new Map<string, Node>();
  const known = new Map<Node, { value: JsonValue; size: number }>();
  let count = 0;
  let aliased = 0;

  const refuse = (node: Node, code: DiagnosticCode, message: string, hint?: string): null => {
    const [start, end] = node.range ?? [0, 0];
    if (faults.length < mostFaults) faults.push({ code, message, hint, range: [start, end] });
    return null;
  };

  const readAlias = (node: Alias): JsonValue => {
    const target = anchors.get(node.source);
    if (!target) return refuse(node, 'yaml-syntax', `No anchor &${excerpt(node.source)} stands before this alias.`);
    const original = known.get(target);
    if (!original) return refuse(node, 'yaml-syntax', `The value of &${excerpt(node.source)} holds itself.`);
    targets.set(node, target);
    const isFirst = aliased <= mostAliasedValues;
    aliased += original.size;
    // A copy counts as part of what surrounds it, for aliases of aliases multiply.
    count += original.size;
    if (aliased <= mostAliasedValues) return structuredClone(original.value);
    if (isFirst)
      refuse(
        node,
        'yaml-too-many-aliases',
        `Aliases add more than ${mostAliasedValues} values to this document.`,
        'Write the values out, or put them into files.',
      );
    return null;
  };

  const readScalar = (node: Scalar): JsonValue => {
    if (node.type !== 'PLAIN' || node.tag) return typeof node.value === 'string' ? node.value : (node.source ?? '');
    const value = node.value as string | number | boolean | null;
    const ambiguity = ambiguityOf(node.source ?? '', value);
    if (ambiguity) refuse(node as Node, 'yaml-ambiguous-scalar', ambiguity.message, ambiguity.hint);
    return typeof value === 'number' && !Number.isFinite(value) ? null : value;
  };

  const readKey = (node: Node): string | undefined => {
    const quote = 'Put quotes around it.';
    if (!isScalar(node) || node.tag || node.anchor) refuse(node, 'yaml-syntax', 'A key must be a text.', quote);
    else if (node.value === '__proto__') refuse(node, 'yaml-syntax', 'The key __proto__ is not accepted.');
    else if (node.type === 'PLAIN' && node.source === '<<')
      refuse(
        node,
        'yaml-ambiguous-scalar',
        'kubectl merges what stands under <<; YAML 1.2 does not.',
        'Write the keys out.',
      );
    else if (typeof node.value === 'string') return String(readScalar(node));
    else refuse(node, 'yaml-ambiguous-scalar', `The key ${excerpt(node.source || '(empty)')} is no text.`, quote);
    return undefined;
  };

  const readPairs = (pairs: readonly Pair[], depth: number): JsonObject => {
    const object: JsonObject = {};
    for (const { key, value } of pairs) {
      const name = readKey(key as Node);
      const item = readNode(value as Node | null, depth + 1);
      if (name === undefined) continue;
      if (Object.hasOwn(object, name))
        refuse(
          key as Node,
          'yaml-duplicate-key',
          `The key ${excerpt(name)} stands twice in this mapping.`,
          'Remove one of the two.',
        );
      else object[name] = item;
    }
    return object;
  };

  const readNode = (node: Node | null, depth: number): JsonValue => {
    if (!node) return null;
    if (isAlias(node)) return readAlias(node);
    const before = count++;
    if (node.anchor) anchors.set(node.anchor, node);
    if (depth > deepestNesting) return refuse(node, 'yaml-syntax', tooDeep);
    if (node.tag && !(node.tag === 'tag:yaml.org,2002:str' && isScalar(node)))
      refuse(node, 'yaml-syntax', `The tag ${excerpt(node.tag)} is not accepted.`, 'Leave the tag out.');
    const value = isMap(node)
      ? readPairs(node.items, depth)
      : isSeq(node)
        ? node.items.map((item) => readNode(item as Node, depth + 1))
        : readScalar(node as Scalar);
    known.set(node, { value, size: count - before });
    return value;
  };

  return { value: readNode(document.contents, 0), faults, targets };
};

/** The key and the value at a path, as far as it leads. */
const findNode = (root: Node | null, path: JsonPath, targets: Map<Node, Node>): { key?: Node; value: Node | null } => {
  let found: { key?: Node; value: Node | null } = { value: root };
  for (const part of path) {
    const at = found.value && (targets.get(found.value) ?? found.value);
    if (isMap(at)) {
      const pair = at.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
      if (!pair) break;
      found = { key: pair.key as Node, value: pair.value as Node | null };
    } else if (isSeq(at) && typeof part === 'number' && at.items[part]) found = { value: at.items[part] as Node };
    else break;
  }
  return found;
};

const isEmpty = (node: Node | null): boolean => !node?.range || node.range[1] <= node.range[0];

const parseYaml = (text: string): Document.Parsed[] | EmptyStream | Fault => {
  try {
    // Keys are compared in readPairs: the package's own check takes quadratic time.
    return parseAllDocuments(text, {
      version: '1.2',
      schema: 'core',
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'silent',
    });
  } catch (error) {
    const message = error instanceof RangeError ? tooDeep : excerpt(String(error));
    return { code: 'yaml-syntax', message, range: [0, 1] };
  }
};

/**
 * Reads YAML 1.2 (core schema; JSON is a part of it) and refuses what kubectl would read otherwise: ambiguous scalars,
 * merge keys, keys that are no text, line ends of YAML 1.1. Never throws. Of syntax faults only the first of each
 * document is told, for the others follow from it.
 */
export const parseSource = (text: string, file: string): Source => {
  const place = makePlace(text, file);
  const toDiagnostic = ({ code, message, hint, range }: Fault): Diagnostic => ({
    code,
    message,
    ...(hint !== undefined && { hint }),
    span: place(...range),
  });
  const refused = (fault: Fault): Source => ({ documents: [], diagnostics: [toDiagnostic(fault)] });
  if (text.length > largestSource || Buffer.byteLength(text) > largestSource)
    return refused({ code: 'file-too-large', message: 'The text is longer than 1 MiB.', range: [0, 0] });
  const bad = findUnreadable(text);
  if (bad) return refused({ code: 'yaml-syntax', ...bad });
  const parsed = parseYaml(text);
  if (!Array.isArray(parsed)) return refused(parsed);
  if ('empty' in parsed && parsed.errors[0]) return refused(syntaxFault(parsed.errors[0]));
  const source: Source = { documents: [], diagnostics: [] };
  for (const document of parsed) {
    const syntax = document.errors[0];
    if (syntax) {
      source.diagnostics.push(toDiagnostic(syntaxFault(syntax, document)));
      continue;
    }
    const { value, faults, targets } = readDocument(document);
    source.diagnostics.push(...faults.map(toDiagnostic));
    if (faults.some((each) => each.code === 'yaml-syntax')) continue;
    const spanOf = (node: Node | null): Span => {
      const [start, end] = node?.range ?? document.range;
      return place(start, start + text.slice(start, end).trimEnd().length);
    };
    source.documents.push({
      value,
      locate: (path, what = 'value') => {
        const found = findNode(document.contents, path, targets);
        return spanOf(found.key && (what === 'key' || isEmpty(found.value)) ? found.key : found.value);
      },
    });
  }
  return source;
};

/** Characters that must not stand raw in a text; see `unreadable.ts`. */
const needsEscape = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** JSON → YAML that kubectl and YAML 1.2 read as the same value. */
export const toYaml = (value: JsonValue): string => {
  const document = new YamlDocument(value, { aliasDuplicateObjects: false });
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
  // Every such character stands within double quotes now.
  return document
    .toString({ lineWidth: 0 })
    .replaceAll(needsEscape, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
};
