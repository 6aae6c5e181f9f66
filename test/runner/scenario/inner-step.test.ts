import assert from 'node:assert/strict';
import { loadScenarios } from '../../../runner/scenario/load.ts';
import { stepKinds } from '../../../runner/steps/index.ts';

const manifest =
  'kind: Service\napiVersion: v1\nmetadata: { name: shared }\nspec: { ports: [{ port: 80, nodePort: 30001 }] }\n';
const load = (lines: string[]) =>
  loadScenarios({
    files: ['a.yaml'],
    kinds: stepKinds,
    root: '/course',
    readFile: async (path) => {
      if (path === '/course/a.yaml') return `title: T\nsteps:\n${lines.map((line) => `  ${line}\n`).join('')}`;
      if (path === '/course/service.yaml') return manifest;
      throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
    },
  });

const faultsOf = async (...lines: string[]): Promise<string[]> =>
  (await load(lines)).diagnostics.map(
    ({ code, message, hint, span }) =>
      `${span?.line}:${span?.column} ${code} ${message}${hint?.startsWith('Did') ? ` ${hint}` : ''}`,
  );
const inside = (step: string): string => `- survives: { service: kubia, while: ${step} }`;

describe('an inner step', () => {
  for (const [step, fault] of [
    ['{ scal: { object: rc/a, replicas: 1 } }', '3:42 step-kind-unknown There is no kind scal. Did you mean scale?'],
    [
      '{ curl: "http://kubia" }',
      '3:42 step-kind-unknown curl is not a kind of the group act, and only such a step is allowed here.',
    ],
    [
      '{ scale: { object: rc/a, replicas: 1, redy: true } }',
      '3:78 schema-unknown-key scale has no key redy. Did you mean ready?',
    ],
    ['{ scale: { object: rc/a } }', '3:42 schema-required scale lacks the key replicas.'],
    ['{ delete: pod/a, within: 5s }', '3:57 schema-unknown-key A step inside another step cannot have within.'],
    [
      '{ delete: pod/a, scale: { object: rc/a, replicas: 1 } }',
      '3:57 step-kind-several A step has exactly one kind, but this one has delete and scale.',
    ],
    ['{}', '3:40 step-kind-missing The step has no kind, so it expects nothing.'],
    ['scale', '3:40 schema-type while is the string "scale", but must be a mapping.'],
    ['{ apply: nowhere.yaml }', '3:49 file-not-found There is no such file: nowhere.yaml.'],
    [
      '{ apply: { manifest: { kind: Service } } }',
      '3:61 manifest-invalid The manifest lacks apiVersion and metadata.name.',
    ],
    ['{ exec: { from: Kubia, command: [x] } }', '3:56 vantage-syntax "Kubia" is not a vantage point'],
    [
      '{ label: { object: pod/a, labels: { a: "${nothing}" } } }',
      '3:80 reference-unknown There is no variable or capture ${nothing}.',
    ],
  ] as const)
    it(`${step} has the fault ${fault}`, async () => {
      const faults = await faultsOf(inside(step));
      assert.equal(faults.length, 1, faults.join('\n'));
      assert.ok(faults[0]?.startsWith(fault), faults[0]);
    });

  it('is required', async () =>
    assert.deepEqual(await faultsOf('- survives: { service: kubia }'), [
      '3:5 schema-required survives lacks the key while.',
    ]));

  it('gets its defaults, its canonical kind and its files', async () => {
    const { scenarios, diagnostics } = await load([
      inside('{ Scale: { object: rc/a, replicas: 1 } }'),
      inside('{ apply: service.yaml }'),
    ]);
    assert.deepEqual(diagnostics, []);
    const [scaled, applied] = scenarios[0]?.steps ?? [];
    assert.deepEqual(scaled?.spec['while'], { scale: { object: 'rc/a', replicas: 1, ready: true } });
    assert.deepEqual(
      scaled?.inner.map(({ kind }) => kind.key),
      ['scale'],
    );
    const body = applied?.spec['while'] as { apply: { manifest: { metadata: unknown }[] } };
    assert.deepEqual(
      body.apply.manifest.map(({ metadata }) => metadata),
      [{ name: 'shared' }],
    );
    // The scenario runs alone because of the node port that its inner step applies.
    assert.equal(scenarios[0]?.serial, true);
  });

  it('makes Services that later steps may name', async () => {
    assert.deepEqual(
      await faultsOf(inside('{ apply: service.yaml }'), '- curl: "http://${service.other.clusterIP}"'),
      [],
    );
    assert.equal((await faultsOf('- curl: "http://${service.other.clusterIP}"')).length, 1);
  });
});
