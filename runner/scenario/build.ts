import { dirname } from 'node:path';
import { parseDuration } from '../core/duration.ts';
import { isObject, type JsonObject, type JsonPath, type JsonValue, listOf } from '../core/json.ts';
import type { PlannedStep } from '../core/result.ts';
import type { DescribedImage } from '../core/simulated-image.ts';
import type { AnyStepKind, Binder } from '../steps/step.ts';
import { bindInnerStep, bindStep, type StepDraft } from './bind-step.ts';
import { type Envelope, isName, mostEntries, scenarioShape } from './envelope.ts';
import { roots } from './expression.ts';
import { type BinderOptions, createBinder, type PlacedObject, takesNodePort } from './manifests.ts';
import { type Combination, labelOf } from './matrix.ts';
import { mentionsOf } from './mentions.ts';
import type { Page, Sink } from './page.ts';
import { checkReferences, checkRequires, needsOfReferences, requiresPath, type Use } from './references.ts';
import type { BoundStep, GivenEntry, InnerStep, Scenario } from './scenario.ts';
import { readScenarioImages, soundImages } from './simulated-images.ts';
import type { Texts } from './texts.ts';
import { checkValue } from './validate.ts';
import { expandNames, hasExpression, mostExpansion, type Names } from './variables.ts';

export interface BuildOptions {
  page: Page;
  /** The id of the file. The label of the combination is appended. */
  id: string;
  /** Absolute. */
  path: string;
  root: string;
  combination: Combination;
  kinds: readonly AnyStepKind[];
  texts: Texts;
  sink: Sink;
}

/**
 * Builds a scenario from one combination of a file. Faults go to the sink; the result is valid only if there are none.
 */
export const buildScenario = (options: BuildOptions): Scenario | undefined => {
  const { page, combination } = options;
  const names = collectNames(page, combination);
  const value = expandNames(page.value, names);
  const faults = checkValue(scenarioShape.schema, value, { name: 'The scenario', expressions: false });
  for (const { path, at, ...fault } of faults)
    page.report(path[0] === 'steps' && path.length === 1 && fault.code === 'schema-value' ? noSteps : fault, path, at);
  if (!isObject(value)) return undefined;
  const envelope = value as unknown as Partial<Envelope>;
  const parts = bindParts(envelope, names, options);
  checkScope(envelope, parts, names, page);
  parts.images = readScenarioImages(soundImages(value, faults), [...names.values.keys()], page);
  if (faults.length) return undefined;
  return assemble(envelope as Envelope, parts, page, options);
};

const noSteps = { code: 'scenario-empty', message: 'The scenario has no step, so it expects nothing.' } as const;

/** Collects the variables in the order of the file. Each may use the matrix and the variables before it. */
const collectNames = (page: Page, combination: Combination): Names => {
  const values = new Map<string, JsonValue>();
  const names: Names = { values, room: mostExpansion };
  const refuse = (name: string, path: JsonPath): boolean => {
    const fault = faultOfName(name, values);
    if (fault === undefined) return false;
    const hint = 'Choose another name, with letters, digits, _ and -.';
    page.report({ code: 'schema-value', message: `${name} ${fault}.`, hint }, path, 'key');
    return true;
  };
  for (const [name, value] of combination) {
    if (refuse(name, ['matrix', name])) continue;
    values.set(name, value);
    values.set(`matrix.${name}`, value);
  }
  const vars = isObject(page.value) && isObject(page.value['vars']) ? page.value['vars'] : {};
  for (const [name, value] of Object.entries(vars))
    if (value !== undefined && !refuse(name, ['vars', name])) values.set(name, expandNames(value, names));
  return names;
};

/** Why a variable or a matrix key cannot have this name. Undefined if it can. */
const faultOfName = (name: string, taken: ReadonlyMap<string, JsonValue>): string | undefined => {
  if ((roots as readonly string[]).includes(name)) return 'is a reserved word';
  if (!isName(name)) return 'is not a valid name';
  return taken.has(name) ? 'is also a name of the matrix' : undefined;
};

interface Draft extends StepDraft {
  inner: InnerStep[];
}

interface Parts {
  given: GivenEntry[];
  steps: (Draft | undefined)[];
  cleanup: (Draft | undefined)[];
  images: DescribedImage[];
  objects: PlacedObject[];
  uses: Use[];
}

const entriesOf = (value: unknown): JsonValue[] => (Array.isArray(value) ? value.slice(0, mostEntries) : []);

const bindParts = (envelope: Partial<Envelope>, names: Names, options: BuildOptions): Parts => {
  const { page, kinds } = options;
  const parts: Parts = { given: [], steps: [], cleanup: [], images: [], objects: [], uses: [] };
  const binderAt = (base: JsonPath, order: number, inner: InnerStep[]): Binder => {
    const binding: BinderOptions = {
      ...options,
      base,
      directory: dirname(options.path),
      names,
      onObject: (placed) => parts.objects.push(placed),
      onDocument: (text) => parts.uses.push({ ...text, order }),
    };
    const step: Binder['step'] = (value, at, group) => {
      const written = { value: value as JsonValue, path: [...base, ...at] };
      const draft = bindInnerStep(written, group, { kinds, page, binderAt: (below) => binderAt(below, order, inner) });
      if (!draft?.spec) return undefined;
      inner.push({ kind: draft.kind, spec: draft.spec });
      return { [draft.kind.key]: draft.spec };
    };
    return { ...createBinder(binding), step };
  };
  entriesOf(envelope.given).forEach((entry, index) => {
    const path = ['given', index];
    parts.uses.push({ value: entry, page, path, order: -1 });
    if (!isObject(entry)) return;
    const binder = binderAt(path, -1, []);
    const { file, manifest } = entry;
    if (typeof file === 'string') parts.given.push({ title: file, objects: binder.file(file, ['file']) });
    if (manifest === undefined) return;
    const objects = listOf(manifest).flatMap((each, at) =>
      binder.manifest(each, Array.isArray(manifest) ? ['manifest', at] : ['manifest']),
    );
    parts.given.push({ title: 'manifest', objects });
  });
  const bindAll = (key: 'steps' | 'cleanup', first: number): (Draft | undefined)[] =>
    entriesOf(envelope[key]).map((step, index) => {
      const path = [key, index];
      const order = first + index;
      const inner: InnerStep[] = [];
      const binding = { kinds, page, binderAt: (base: JsonPath) => binderAt(base, order, inner) };
      const draft = bindStep({ value: step, path }, binding);
      if (draft && isObject(step))
        parts.uses.push({ value: step[String(draft.bodyPath.at(-1))] ?? null, page, path: draft.bodyPath, order });
      return draft && { ...draft, inner };
    });
  parts.steps = bindAll('steps', 0);
  parts.cleanup = bindAll('cleanup', parts.steps.length);
  return parts;
};

/** The ids of steps, in order. The default id is the kind, with a number if that is taken. */
const idsOf = (drafts: readonly (StepDraft | undefined)[]): string[] => {
  const taken = new Set(drafts.flatMap((draft) => draft?.words.id ?? []));
  return drafts.map((draft) => {
    if (!draft) return '';
    if (draft.words.id !== undefined) return draft.words.id;
    const { key } = draft.kind;
    let id = key;
    for (let count = 2; taken.has(id); count++) id = `${key}-${count}`;
    taken.add(id);
    return id;
  });
};

const checkIds = (drafts: readonly (StepDraft | undefined)[], page: Page): void => {
  const taken = new Set<string>();
  for (const draft of drafts) {
    const id = draft?.words.id;
    if (!draft || id === undefined) continue;
    if (taken.has(id))
      page.report({ code: 'id-duplicate', message: `Another step already has the id ${id}.` }, [...draft.path, 'id']);
    taken.add(id);
  }
};

/** Whether a step may make objects that are not known while loading. */
const mayMakeObjects = ({ kind, inner }: Draft): boolean =>
  [kind, ...inner.map((each) => each.kind)].some(({ group }) => group === 'act');

const checkScope = (envelope: Partial<Envelope>, parts: Parts, names: Names, page: Page): void => {
  const drafts = [...parts.steps, ...parts.cleanup];
  const captures = new Map<string, number>();
  drafts.forEach((draft, order) => {
    for (const name of Object.keys(draft?.words.capture ?? {})) {
      const path = [...(draft?.path ?? []), 'capture', name];
      const refuse = (message: string): void => page.report({ code: 'schema-value', message }, path, 'key');
      if (!isName(name) || (roots as readonly string[]).includes(name))
        refuse(`A capture cannot have the name ${name}.`);
      else if (names.values.has(name)) refuse(`A variable already has the name ${name}.`);
      else if (captures.has(name)) refuse(`Another step already captures ${name}.`);
      else captures.set(name, order);
    }
  });
  const services = parts.objects
    .filter(({ object }) => object.kind === 'Service')
    .map(({ object }) => object.metadata.name);
  const areKnown = !services.some(hasExpression) && drafts.every((draft) => draft && !mayMakeObjects(draft));
  checkReferences(parts.uses, {
    captures,
    names: names.values,
    namespaces: entriesOf(envelope.namespaces).map(String),
    services: areKnown && !entriesOf(envelope.given).some((entry) => !isObject(entry)) ? new Set(services) : undefined,
  });
  checkIds(drafts, page);
  // A step of an unknown kind has been reported. Other steps may require its id, which is not known.
  if (drafts.includes(undefined)) return;
  const ids = idsOf(drafts);
  drafts.forEach((draft, order) => {
    const requires = draft?.words.requires;
    checkRequires(listOf(requires), order, ids, (problem, index) =>
      page.report(problem, requiresPath(draft?.path ?? [], Array.isArray(requires), index)),
    );
  });
};

const assemble = (envelope: Envelope, parts: Parts, page: Page, options: BuildOptions): Scenario => {
  const { id, combination } = options;
  const label = labelOf(combination);
  const drafts = [...parts.steps, ...parts.cleanup];
  const ids = idsOf(drafts);
  const bound = drafts.flatMap((draft, index) => {
    const step = draft && boundStep(draft, ids[index] ?? '', index >= parts.steps.length, page);
    return step ? [step] : [];
  });
  const steps = bound.filter(({ planned }) => !planned.cleanup);
  const cleanup = bound.filter(({ planned }) => planned.cleanup);
  const written = isObject(page.value) ? page.value['title'] : undefined;
  const { about, source, tags = [], serial } = envelope;
  const planned = `${id}${label}`;
  return {
    planned: {
      id: planned,
      // A title with an expression already differs between the combinations of the matrix.
      title: label && written === envelope.title ? `${envelope.title} ${label}` : envelope.title,
      file: page.file,
      tags,
      ...(source !== undefined && { source }),
      steps: bound.map(({ planned }) => planned),
    },
    ...(about !== undefined && { about }),
    needs: { ...needsOfReferences(parts.uses), ...envelope.needs },
    serial: serial ?? parts.objects.some(takesNodePort),
    namespaces: envelope.namespaces ?? [],
    vars: { ...Object.fromEntries(combination), ...(envelope.vars as Record<string, JsonValue> | undefined) },
    simulatedImages: parts.images.map((image) => ({ ...image, scenario: planned })),
    imageScope: planned,
    mentions: parts.objects.flatMap(mentionsOf),
    given: parts.given,
    steps,
    cleanup,
  };
};

const titleOf = ({ kind, words }: StepDraft, spec: JsonObject): string => {
  if (words.name !== undefined) return words.name;
  try {
    return kind.describe(spec);
  } catch {
    // The body may still have an expression where the kind expects a value.
    return kind.key;
  }
};

const boundStep = (draft: Draft, id: string, isCleanup: boolean, page: Page): BoundStep | undefined => {
  const { kind, spec, words, path, bodyPath, inner } = draft;
  if (!spec) return undefined;
  const { points, bonus, hidden, hint, instructor } = words;
  const span = page.span(bodyPath, 'key');
  const planned: PlannedStep = {
    id,
    kind: kind.key,
    title: titleOf(draft, spec),
    file: page.file,
    line: page.span(path).line,
    ...(isCleanup && { cleanup: true }),
    ...(points !== undefined && { points }),
    ...(bonus !== undefined && { bonus }),
    ...(hidden !== undefined && { hidden }),
    ...(hint !== undefined && { hint }),
  };
  return {
    planned,
    kind,
    spec,
    within: (words.within === undefined ? undefined : parseDuration(words.within)) ?? kind.within,
    holdFor: (words.for === undefined ? undefined : parseDuration(words.for)) ?? 0,
    requires: listOf(words.requires),
    capture: words.capture ?? {},
    needs: words.needs ?? {},
    inner,
    ...(instructor !== undefined && { instructor }),
    span,
  };
};
