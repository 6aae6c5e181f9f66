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
} from 'yaml';
import type { Diagnostic, DiagnosticCode, Span } from './diagnostic.ts';
import { ambiguityOf } from './go-yaml.ts';
import type { JsonObject, JsonPath, JsonValue } from './json.ts';
import { makePlace } from './place.ts';
import { findUnreadable } from './unreadable.ts';
import { excerpt } from './visible.ts';

/** One document of a text: its value, and the place of each part of it. */
export interface SourceDocument {
  value: JsonValue;
  /** The place of the key or of the value (default) at `path`; if `path` leads nowhere, of its nearest parent that exists. */
  locate(path: JsonPath, what?: 'key' | 'value'): Span;
}

/**
 * A text as data. When there are diagnostics, the documents serve only to find further faults: they hold the first value
 * of a duplicate key, and the YAML 1.2 reading of an ambiguous scalar.
 */
export interface Source {
  documents: SourceDocument[];
  diagnostics: Diagnostic[];
}

/** Bytes of UTF-8. */
export const largestSource = 1024 * 1024;
/** The number of values that all aliases of a document together may add. */
const mostAliasedValues = 2_000;
const deepestNesting = 100;
/** The most faults kept of one document: nobody reads more, and a hostile text may have one in every value. */
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
  BLOCK_AS_IMPLICIT_KEY: 'Put quotes around a value that contains a colon and a space.',
  BAD_SCALAR_START: 'Put quotes around a string that begins with this character.',
  MULTILINE_IMPLICIT_KEY: 'A key needs a colon and a space after it, on its own line.',
};

const tooDeep = `Values are nested more than ${deepestNesting} levels deep.`;

/** The package reports a quote that is never closed at the end of the text, where nobody looks for it. */
const findOpenQuote = (document: Document.Parsed, end: number): readonly [number, number] | undefined => {
  let found: readonly [number, number] | undefined;
  visit(document, {
    Scalar: (_key, { type, range }) => {
      if (type?.startsWith('QUOTE') && range && range[1] >= end) found = [range[0], range[0] + 1];
    },
  });
  return found;
};

const isOpenQuote = ({ message }: YAMLError): boolean => message.startsWith('Missing closing');

const syntaxMessage = (error: YAMLError): string => {
  // The package composes recursively, and reports its own overflow as a fault of the text.
  if (error.message.startsWith('Maximum call stack')) return tooDeep;
  if (isOpenQuote(error)) return 'This quote is never closed.';
  return excerpt(error.message, 160).replace(/[^.!?…]$/, '$&.');
};

const syntaxFault = (error: YAMLError, document?: Document.Parsed): Fault => ({
  code: 'yaml-syntax',
  message: syntaxMessage(error),
  hint: syntaxHints[error.code],
  range: (document && isOpenQuote(error) && findOpenQuote(document, error.pos[0])) || error.pos,
});

/** Reads one document as JSON. Collects its faults, and goes on reading the values around them. */
class DocumentReader {
  readonly faults: Fault[] = [];
  /** Alias → the node that it stands for. */
  readonly targets = new Map<Node, Node>();
  readonly #anchors = new Map<string, Node>();
  readonly #known = new Map<Node, { value: JsonValue; size: number }>();
  #count = 0;
  #aliased = 0;

  read(node: Node | null, depth = 0): JsonValue {
    if (!node) return null;
    if (isAlias(node)) return this.#readAlias(node);
    const before = this.#count++;
    if (node.anchor) this.#anchors.set(node.anchor, node);
    if (depth > deepestNesting) return this.#refuse(node, { code: 'yaml-syntax', message: tooDeep });
    if (node.tag && !(node.tag === 'tag:yaml.org,2002:str' && isScalar(node)))
      this.#refuse(node, {
        code: 'yaml-syntax',
        message: `The tag ${excerpt(node.tag)} is not accepted.`,
        hint: 'Leave the tag out.',
      });
    const value = this.#readContent(node, depth);
    this.#known.set(node, { value, size: this.#count - before });
    return value;
  }

  #refuse(node: Node, fault: Omit<Fault, 'range'>): null {
    const [start, end] = node.range ?? [0, 0];
    if (this.faults.length < mostFaults) this.faults.push({ ...fault, range: [start, end] });
    return null;
  }

  #readContent(node: Node, depth: number): JsonValue {
    if (isMap(node)) return this.#readPairs(node.items, depth);
    if (isSeq(node)) return node.items.map((item) => this.read(item as Node, depth + 1));
    return this.#readScalar(node as Scalar);
  }

  #readAlias(node: Alias): JsonValue {
    const name = excerpt(node.source);
    const target = this.#anchors.get(node.source);
    if (!target)
      return this.#refuse(node, { code: 'yaml-syntax', message: `No anchor &${name} comes before this alias.` });
    const original = this.#known.get(target);
    if (!original)
      return this.#refuse(node, { code: 'yaml-syntax', message: `The value of &${name} contains itself.` });
    this.targets.set(node, target);
    const isFirst = this.#aliased <= mostAliasedValues;
    this.#aliased += original.size;
    // A copy counts as a part of the value around it, because aliases of aliases multiply.
    this.#count += original.size;
    if (this.#aliased <= mostAliasedValues) return structuredClone(original.value);
    if (isFirst)
      this.#refuse(node, {
        code: 'yaml-too-many-aliases',
        message: `Aliases add more than ${mostAliasedValues} values to this document.`,
        hint: 'Write the values out, or put them into files.',
      });
    return null;
  }

  #readScalar(node: Scalar): JsonValue {
    if (node.type !== 'PLAIN' || node.tag) return typeof node.value === 'string' ? node.value : (node.source ?? '');
    const value = node.value as string | number | boolean | null;
    const ambiguity = ambiguityOf(node.source ?? '', value);
    if (ambiguity) this.#refuse(node as Node, { code: 'yaml-ambiguous-scalar', ...ambiguity });
    return typeof value === 'number' && !Number.isFinite(value) ? null : value;
  }

  #readPairs(pairs: readonly Pair[], depth: number): JsonObject {
    const object: JsonObject = {};
    for (const { key, value } of pairs) {
      const name = this.#readKey(key as Node);
      const item = this.read(value as Node | null, depth + 1);
      if (name === undefined) continue;
      if (Object.hasOwn(object, name))
        this.#refuse(key as Node, {
          code: 'yaml-duplicate-key',
          message: `This mapping has the key ${excerpt(name)} twice.`,
          hint: 'Remove one of the two.',
        });
      else object[name] = item;
    }
    return object;
  }

  #readKey(node: Node): string | undefined {
    const fault = keyFault(node);
    if (fault) this.#refuse(node, fault);
    else return String(this.#readScalar(node as Scalar));
    return undefined;
  }
}

const keyFault = (node: Node): Omit<Fault, 'range'> | undefined => {
  const hint = 'Put quotes around it.';
  if (!isScalar(node) || node.tag || node.anchor)
    return { code: 'yaml-syntax', message: 'A key must be a string.', hint };
  if (node.value === '__proto__') return { code: 'yaml-syntax', message: 'The key __proto__ is not accepted.' };
  if (node.type === 'PLAIN' && node.source === '<<')
    return {
      code: 'yaml-ambiguous-scalar',
      message: 'kubectl merges the mapping under the key <<; YAML 1.2 does not.',
      hint: 'Write the keys out.',
    };
  if (typeof node.value === 'string') return undefined;
  const message = `The key ${excerpt(node.source || '(empty)')} is not a string.`;
  return { code: 'yaml-ambiguous-scalar', message, hint };
};

/** The key and the value at a path, or at the part of it that exists. */
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
    // DocumentReader compares the keys: the package's own check takes quadratic time.
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
 * Reads YAML 1.2 (core schema; JSON is a part of it) and refuses whatever kubectl would read differently: ambiguous
 * scalars, merge keys, keys that are not texts, line ends of YAML 1.1. Never throws. Reports only the first syntax fault
 * of each document, because the others follow from it.
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
    const reader = new DocumentReader();
    const value = reader.read(document.contents);
    const { faults, targets } = reader;
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
