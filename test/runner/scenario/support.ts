import type { JsonObject } from '../../../runner/core/json.ts';
import type { Finding } from '../../../runner/core/result.ts';
import {
  anyObject,
  boolean,
  choice,
  either,
  integer,
  list,
  object,
  optional,
  string,
  withDefault,
} from '../../../runner/core/shape.ts';
import { type Loaded, loadScenarios } from '../../../runner/scenario/load.ts';
import { type AnyStepKind, defineStep } from '../../../runner/steps/step.ts';

const run = async (): Promise<Finding> => ({
  outcome: 'passed',
  expected: '',
  actual: '',
  evidence: [],
  observation: {},
});

/** Kinds that do nothing, one for each feature of the loader that a kind can use. */
export const testKinds: readonly AnyStepKind[] = [
  defineStep<{
    url: string;
    from: string;
    times: number;
    method: string;
    expect?: { status?: number | 'any'; ok: boolean };
  }>({
    key: 'fetch-url',
    group: 'connect',
    summary: 'A URL answers.',
    description: 'For tests.',
    shape: object(
      {
        url: string('The address.'),
        from: withDefault(string('Vantage point.'), 'probe'),
        times: withDefault(integer('How often.', { minimum: 1 }), 1),
        method: withDefault(choice(['get', 'post'], 'The method.'), 'get'),
        expect: optional(
          object(
            {
              status: optional(
                either(integer('A status.', { minimum: 100 }), choice(['any'], 'Any.'), 'A status, or any.'),
              ),
              ok: withDefault(boolean('Whether it is fine.'), true),
            },
            'The answer.',
            { minProperties: 1 },
          ),
        ),
      },
      'What to fetch.',
    ),
    shorthand: 'url',
    example: 'url: http://kubia',
    within: 5_000,
    describe: ({ url }) => `fetch ${url}`,
    run,
  }),
  defineStep<{ file?: string; manifest?: JsonObject[] }>({
    key: 'put-objects',
    group: 'act',
    summary: 'Objects are stored.',
    description: 'For tests.',
    shape: object(
      { file: optional(string('A file.')), manifest: optional(list(anyObject('One.'), 'Manifests.')) },
      'What.',
      {
        minProperties: 1,
      },
    ),
    shorthand: 'file',
    example: 'file: a.yaml',
    within: 0,
    bind: (spec, binder) => ({
      ...spec,
      manifest: [
        ...(spec.file === undefined ? [] : binder.file(spec.file, ['file'])),
        ...[spec.manifest ?? []].flat().flatMap((each, index) => binder.manifest(each, ['manifest', index])),
      ],
    }),
    describe: ({ manifest = [] }) => `put ${manifest.length} objects`,
    run,
  }),
  defineStep<{ seconds: number }>({
    key: 'look-around',
    group: 'look',
    summary: 'Nothing in particular.',
    description: 'For tests.',
    shape: object({ seconds: withDefault(integer('How long.'), 1) }, 'How.'),
    example: '{}',
    within: 1_000,
    describe: () => 'look around',
    run,
  }),
];

/** Loads files from memory. The first is the scenario unless `files` names others. */
export const loadTexts = (texts: Record<string, string>, files = Object.keys(texts).slice(0, 1)): Promise<Loaded> =>
  loadScenarios({
    files,
    kinds: testKinds,
    root: '/course',
    readFile: async (path) => {
      const text = texts[path.replace('/course/', '')];
      if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
      return text;
    },
  });

export const faultsOf = ({ diagnostics }: Loaded): string[] =>
  diagnostics.map(({ code, span }) => `${code} ${span?.file}:${span?.line}:${span?.column}`);

/** Loads one scenario, which must have no fault. */
export const loadOne = async (texts: Record<string, string>): Promise<Loaded['scenarios'][number]> => {
  const loaded = await loadTexts(texts);
  const [scenario] = loaded.scenarios;
  if (!scenario || loaded.diagnostics.length) throw new Error(JSON.stringify(loaded.diagnostics, null, 1));
  return scenario;
};
