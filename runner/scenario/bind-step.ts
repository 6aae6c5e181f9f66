import { DiagnosticError } from '../core/diagnostic.ts';
import { isObject, type JsonObject, type JsonPath, type JsonValue } from '../core/json.ts';
import { listWords, nearest, suggest } from '../core/nearest.ts';
import { excerpt } from '../core/visible.ts';
import type { AnyStepKind, Binder, StepGroup } from '../steps/step.ts';
import { type StepWords, stepWords, stepWordsShape } from './envelope.ts';
import type { Page } from './page.ts';
import type { ShapeFault } from './shape-fault.ts';
import { checkValue, fillDefaults } from './validate.ts';
import { checkVantage } from './vantage.ts';

/** A step with its kind. If its body has a fault, `spec` is undefined, and the rest is used to check other steps. */
export interface StepDraft {
  kind: AnyStepKind;
  spec: JsonObject | undefined;
  words: StepWords;
  /** The place of the step, and of its body. */
  path: JsonPath;
  bodyPath: JsonPath;
}

/** `curlHitsDistinctPods` and `ping-fails-on-ClusterIP` in the spelling of kinds. */
export const toKebab = (key: string): string =>
  key
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();

/** A step as it is written, and its place on the page. */
export interface WrittenStep {
  value: JsonValue;
  path: JsonPath;
}

/** The parts that bind the steps of one scenario. */
export interface StepBinding {
  kinds: readonly AnyStepKind[];
  page: Page;
  /** The binder for files and manifests in the body at this path. */
  binderAt(base: JsonPath): Binder;
}

/** Reads one step of a file. Faults go to the page. */
export const bindStep = (
  { value: step, path }: WrittenStep,
  { kinds, page, binderAt }: StepBinding,
): StepDraft | undefined => {
  // The envelope has already reported a step that is not a mapping.
  if (!isObject(step)) return undefined;
  const words = readWords(step, path, page);
  const found = findKind(step, path, kinds, page);
  if (!found) return undefined;
  const { kind, key, isDisplaced } = found;
  const bodyPath = [...path, key];
  const draft = { kind, words, path, bodyPath };
  const body = step[key] ?? null;
  const spec = isDisplaced ? undefined : readBody(body, kind, bodyPath, page);
  return { ...draft, spec: spec && bindBody({ kind, spec, path: bodyPath }, page, binderAt(bodyPath)) };
};

/**
 * Reads a step inside the body of another step: one kind of the group, without the words that only an outer step has.
 */
export const bindInnerStep = (written: WrittenStep, group: StepGroup, binding: StepBinding): StepDraft | undefined => {
  const { value, path } = written;
  const { kinds, page } = binding;
  if (!isObject(value)) return undefined;
  const ofGroup = kinds.filter((kind) => kind.group === group);
  for (const key of Object.keys(value)) {
    const isForeign = kinds.some((kind) => kind.group !== group && [key, toKebab(key)].includes(kind.key));
    const isWord = stepWords.includes(key);
    if (!isForeign && !isWord) continue;
    const message = isWord
      ? `A step inside another step cannot have ${key}.`
      : `${excerpt(key)} is not a kind of the group ${group}, and only such a step is allowed here.`;
    const hint = isWord
      ? 'Write it in the outer step.'
      : `Kinds: ${listWords(
          ofGroup.map((kind) => kind.key),
          60,
        )}.`;
    page.report({ code: isWord ? 'schema-unknown-key' : 'step-kind-unknown', message, hint }, [...path, key], 'key');
    return undefined;
  }
  return bindStep(written, { ...binding, kinds: ofGroup });
};

const report = (page: Page, base: JsonPath, { path, at, ...fault }: ShapeFault): void =>
  page.report(fault, [...base, ...path], at);

const readWords = (step: JsonObject, path: JsonPath, page: Page): StepWords => {
  const words = Object.fromEntries(Object.entries(step).filter(([key]) => stepWords.includes(key)));
  const faults = checkValue(stepWordsShape.schema, words as JsonObject, { name: 'The step', expressions: false });
  for (const fault of faults) report(page, path, fault);
  const wrong = new Set(faults.map((fault) => fault.path[0]));
  return Object.fromEntries(Object.entries(words).filter(([key]) => !wrong.has(key))) as StepWords;
};

interface FoundKind {
  kind: AnyStepKind;
  key: string;
  /** The keys of the body are beside the kind instead of below it. */
  isDisplaced: boolean;
}

const findKind = (
  step: JsonObject,
  path: JsonPath,
  kinds: readonly AnyStepKind[],
  page: Page,
): FoundKind | undefined => {
  const byKey = new Map(kinds.map((kind) => [kind.key, kind]));
  const keys = Object.keys(step).filter((key) => !stepWords.includes(key));
  const known = keys.flatMap((key) => {
    const kind = byKey.get(key) ?? byKey.get(toKebab(key));
    return kind ? [{ kind, key }] : [];
  });
  const strange = keys.filter((key) => !known.some((each) => each.key === key));
  const [first, second] = known;
  if (first && second) {
    const names = known.map((each) => each.key);
    const message = `A step has exactly one kind, but this one has ${names.slice(0, -1).join(', ')} and ${names.at(-1)}.`;
    page.report({ code: 'step-kind-several', message, hint: 'Write one step for each.' }, [...path, second.key], 'key');
    return undefined;
  }
  if (!first) {
    reportNoKind(strange, path, [...byKey.keys()], page);
    return undefined;
  }
  const properties = first.kind.shape.schema['properties'];
  const own = isObject(properties) ? Object.keys(properties) : [];
  for (const key of strange) {
    const message = `A step cannot have the key ${excerpt(key)}.`;
    const hint = own.includes(key)
      ? `It is a key of ${first.key}: indent it below ${first.key}.`
      : suggest(key, [...stepWords, ...own]);
    page.report({ code: 'schema-unknown-key', message, hint }, [...path, key], 'key');
  }
  return { ...first, isDisplaced: step[first.key] === null && strange.some((key) => own.includes(key)) };
};

const reportNoKind = (strange: readonly string[], path: JsonPath, kinds: readonly string[], page: Page): void => {
  if (!strange.length) {
    page.report(
      {
        code: 'step-kind-missing',
        message: 'The step has no kind, so it expects nothing.',
        hint: `Kinds: ${listWords(kinds, 60)}.`,
      },
      path,
    );
    return;
  }
  // If both a common key and the kind are misspelt, each gets its own suggestion.
  const words = strange.filter((key) => nearest(key, stepWords) !== undefined && nearest(key, kinds) === undefined);
  for (const key of words)
    page.report(
      {
        code: 'schema-unknown-key',
        message: `A step cannot have the key ${excerpt(key)}.`,
        hint: suggest(key, stepWords),
      },
      [...path, key],
      'key',
    );
  for (const key of strange.filter((each) => !words.includes(each))) {
    const meant = nearest(toKebab(key), kinds);
    const hint = meant !== undefined ? `Did you mean ${meant}?` : `Kinds: ${listWords(kinds, 60)}.`;
    page.report(
      { code: 'step-kind-unknown', message: `There is no kind ${excerpt(key)}.`, hint },
      [...path, key],
      'key',
    );
  }
  if (words.length === strange.length)
    page.report({ code: 'step-kind-missing', message: 'The step has no kind, so it expects nothing.' }, path);
};

const isEmpty = (body: JsonValue): boolean =>
  body === null || body === '' || (typeof body === 'object' && Object.keys(body).length === 0);

/** The body with its defaults. Undefined if it has faults, which are reported. */
const readBody = (body: JsonValue, kind: AnyStepKind, path: JsonPath, page: Page): JsonObject | undefined => {
  const { shorthand, shape } = kind;
  const spec = inFull(body, shorthand);
  fillDefaults(shape.schema, spec);
  const faults = checkValue(shape.schema, spec, { name: kind.key, expressions: true });
  if (faults.length && isEmpty(body)) {
    const required = shape.schema['required'];
    const keys = Array.isArray(required) ? required.map(String) : [];
    const message = `The body of ${kind.key} is empty, so the step expects nothing.`;
    const hint = keys.length ? `It needs ${keys.join(', ')}.` : faults[0]?.message;
    page.report({ code: 'step-empty', message, ...(hint && { hint }) }, path, 'key');
    return undefined;
  }
  for (const fault of faults) report(page, path, fault);
  if (faults.length || !isObject(spec)) return undefined;
  const vantage = checkVantage(spec['from']);
  if (!vantage) return spec;
  page.report(vantage, [...path, 'from']);
  return undefined;
};

/** A copy of the body with its shorthand written out: `ping-succeeds: pod/web` is `{ to: pod/web }`. */
const inFull = (body: JsonValue, shorthand: string | undefined): JsonValue => {
  if (isEmpty(body)) return {};
  return isObject(body) || shorthand === undefined ? structuredClone(body) : { [shorthand]: body };
};

interface ReadBody {
  kind: AnyStepKind;
  spec: JsonObject;
  path: JsonPath;
}

const bindBody = ({ kind, spec, path }: ReadBody, page: Page, binder: Binder): JsonObject | undefined => {
  try {
    return (kind.bind?.(spec, binder) as JsonObject | undefined) ?? spec;
  } catch (cause) {
    const faults =
      cause instanceof DiagnosticError
        ? cause.diagnostics
        : [{ code: 'internal' as const, message: `Plumbline cannot load ${kind.key}: ${excerpt(String(cause), 200)}` }];
    for (const fault of faults) page.report(fault, path);
    return undefined;
  }
};
