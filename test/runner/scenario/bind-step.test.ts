import assert from 'node:assert/strict';
import { DiagnosticError } from '../../../runner/core/diagnostic.ts';
import { parseSource } from '../../../runner/core/source.ts';
import { bindStep, type StepDraft, toKebab } from '../../../runner/scenario/bind-step.ts';
import { Page } from '../../../runner/scenario/page.ts';
import type { AnyStepKind, Binder } from '../../../runner/steps/step.ts';
import { testKinds } from './support.ts';

const noFiles: Binder = { file: () => [], manifest: () => [], step: () => undefined };

const bind = (
  text: string,
  kinds: readonly AnyStepKind[] = testKinds,
): { draft: StepDraft | undefined; faults: string[] } => {
  const [document] = parseSource(text, 'a.yaml').documents;
  assert.ok(document);
  const faults: string[] = [];
  const page = new Page({
    file: 'a.yaml',
    text,
    document,
    sink: ({ code, hint, span }) => faults.push(`${code} ${span?.line}:${span?.column}${hint ? ` ${hint}` : ''}`),
  });
  return { draft: bindStep({ value: document.value, path: [] }, { kinds, page, binderAt: () => noFiles }), faults };
};

describe('toKebab', () => {
  for (const [written, expected] of [
    ['ping-fails-on-ClusterIP', 'ping-fails-on-cluster-ip'],
    ['curlHitsDistinctPods', 'curl-hits-distinct-pods'],
    ['SRVResolves', 'srv-resolves'],
    ['curl', 'curl'],
  ] as const)
    it(`reads ${written} as ${expected}`, () => assert.equal(toKebab(written), expected));
});

describe('bindStep', () => {
  it('finds a kind under other spellings of its name', () => {
    for (const key of ['fetch-url', 'fetchUrl', 'FetchURL', 'fetch-URL'])
      assert.equal(bind(`${key}: http://x`).draft?.kind.key, 'fetch-url', key);
  });

  it('fills in defaults at every depth', () => {
    assert.deepEqual(bind('fetch-url: { url: x, expect: { status: any } }').draft?.spec, {
      url: 'x',
      from: 'probe',
      times: 1,
      method: 'get',
      expect: { status: 'any', ok: true },
    });
    assert.deepEqual(bind('look-around:').draft?.spec, { seconds: 1 });
  });

  it('does not change the document', () => {
    const [document] = parseSource('fetch-url: { url: x }', 'a').documents;
    assert.ok(document);
    const before = structuredClone(document.value);
    const page = new Page({ file: 'a', text: '', document, sink: () => undefined });
    bindStep({ value: document.value, path: [] }, { kinds: testKinds, page, binderAt: () => noFiles });
    assert.deepEqual(document.value, before);
  });

  it('accepts an expression for a value of any type', () => {
    const { draft, faults } = bind(
      "fetch-url: { url: x, times: '${n}', method: '${m}', expect: { status: '${s}', ok: '${o}' } }",
    );
    assert.deepEqual(faults, []);
    assert.equal(draft?.spec?.['times'], '${n}');
  });

  for (const [name, text, expected] of [
    ['an empty body', 'fetch-url:', ['step-empty 1:1 It needs url.']],
    ['an empty mapping', 'put-objects: {}', ['step-empty 1:1 put-objects is empty.']],
    ['two kinds', 'fetch-url: x\nlook-around:', ['step-kind-several 2:1 Write one step for each.']],
    ['no kind', 'points: 1', ['step-kind-missing 1:1 Kinds: fetch-url, put-objects or look-around.']],
    ['a misspelt kind', 'fetch-ulr: x', ['step-kind-unknown 1:1 Did you mean fetch-url?']],
    ['a misspelt key of the step', 'fetch-url: x\nponits: 1', ['schema-unknown-key 2:1 Did you mean points?']],
    [
      'a key beside the body',
      'fetch-url:\nurl: x',
      ['schema-unknown-key 2:1 It is a key of fetch-url: indent it below fetch-url.'],
    ],
    ['an expression that is not closed', "fetch-url: { url: x, times: '${n' }", ['schema-type 1:29 How often.']],
    [
      'a key of the step with a wrong type',
      'fetch-url: x\nwithin: 5',
      ['schema-type 2:9 How long the step is tried at most, such as 30s. Default: depends on the kind.'],
    ],
    ['a body of a wrong type', 'look-around: 5', ['schema-type 1:14 How.']],
    ['an invalid vantage point', 'fetch-url: { url: x, from: pods/a }', ['vantage-syntax 1:28 Did you mean pod/a?']],
  ] as const)
    it(`refuses ${name}`, () => {
      const { draft, faults } = bind(text);
      assert.deepEqual(faults, expected);
      assert.equal(draft?.spec?.['from'], name.includes('key of the step') ? 'probe' : undefined);
    });

  it('reports a fault that the kind finds while it binds', () => {
    const [kind] = testKinds;
    assert.ok(kind);
    const refuse = (cause: unknown): string[] =>
      bind('fetch-url: x', [
        {
          ...kind,
          bind: () => {
            throw cause;
          },
        },
      ]).faults;
    assert.deepEqual(refuse(new DiagnosticError({ code: 'schema-value', message: 'No.', hint: 'Yes.' })), [
      'schema-value 1:12 Yes.',
    ]);
    assert.deepEqual(refuse(new Error('oops')), ['internal 1:12']);
  });
});
