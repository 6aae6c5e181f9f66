import assert from 'node:assert/strict';
import fc from 'fast-check';
import { resolveWithin } from '../../../runner/scenario/manifests.ts';
import { faultsOf, loadOne, loadTexts } from './support.ts';

const scenario = (given: string, more = ''): string =>
  `title: T\n${more}given:\n  - ${given}\nsteps:\n  - look-around:\n`;
const service = (name: string): string => `{ apiVersion: v1, kind: Service, metadata: { name: ${name} } }`;

describe('resolveWithin', () => {
  for (const [path, expected] of [
    ['a.yaml', '/root/week/a.yaml'],
    ['fixtures/./a.yaml', '/root/week/fixtures/a.yaml'],
    ['../a.yaml', '/root/a.yaml'],
    ['../../a.yaml', undefined],
    ['../../root2/a.yaml', undefined],
    ['../..', undefined],
    ['a/../../../../etc/passwd', undefined],
    ['/root/week/a.yaml', undefined],
    ['C:/a.yaml', undefined],
    ['file:a.yaml', undefined],
    ['..\\..\\a.yaml', undefined],
    ['a\0b', undefined],
  ] as const)
    it(`${JSON.stringify(path)} is ${expected ?? 'refused'}`, () =>
      assert.equal(resolveWithin(path, '/root/week', '/root'), expected));

  it('never leaves the root folder', () => {
    const part = fc.constantFrom('..', '.', 'a', '', 'root', '...', '..a');
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const found = resolveWithin(parts.join('/'), '/root/week', '/root');
        assert.ok(found === undefined || (found.startsWith('/root/') && !found.split('/').includes('..')));
      }),
    );
  });
});

describe('manifests', () => {
  it('are read from all documents of a file in order, with lists flattened', async () => {
    const { given } = await loadOne({
      'a.yaml': scenario('file: b.yaml'),
      'b.yaml': `---\n---\n${service('one')}\n---\nkind: ServiceList\nitems:\n  - ${service('two')}\n  - { kind: List, items: [${service('three')}] }\n`,
    });
    assert.deepEqual(
      given[0]?.objects.map(({ metadata }) => metadata.name),
      ['one', 'two', 'three'],
    );
  });

  it('are new copies for each use', async () => {
    const { given } = await loadOne({
      'a.yaml': scenario('file: b.yaml\n  - file: b.yaml'),
      'b.yaml': service('one'),
    });
    const [first, second] = given.map(({ objects }) => objects[0]);
    assert.deepEqual(first, second);
    assert.notEqual(first, second);
  });

  it('may have a namespace of the scenario', async () => {
    const at = (namespace: string): string =>
      scenario(
        `manifest: { apiVersion: v1, kind: Service, metadata: { name: a, namespace: '${namespace}' } }`,
        'namespaces: [other]\n',
      );
    for (const namespace of ['${namespace}', '${namespace.other}', '${ namespace }', '${namespace}-nowhere'])
      assert.deepEqual(faultsOf(await loadTexts({ 'a.yaml': at(namespace) })), [], namespace);
    for (const namespace of [
      'default',
      '$${namespace}',
      'x${namespace}',
      '${namespace}x',
      '${namespace}-${namespace}',
      '${namespace}-a/b',
      '${namespaces}',
      '${pod.namespace.name}',
    ])
      assert.ok(
        faultsOf(await loadTexts({ 'a.yaml': at(namespace) })).some((each) => each.startsWith('manifest-namespace')),
        namespace,
      );
    assert.deepEqual(faultsOf(await loadTexts({ 'a.yaml': at('${namespace.othre}') })), [
      'reference-unknown a.yaml:4:81',
    ]);
  });

  for (const [name, text, expected] of [
    ['a list in place of an object', '- 1', ['manifest-invalid b.yaml:1:1']],
    ['no kind', 'apiVersion: v1\nmetadata: { name: a }', ['manifest-invalid b.yaml:1:1']],
    ['no name', `${service('a')}\n---\napiVersion: v1\nkind: Pod\nmetadata: {}`, ['manifest-invalid b.yaml:3:1']],
    ['a name that is a number', 'apiVersion: v1\nkind: Pod\nmetadata: { name: 1 }', ['manifest-invalid b.yaml:3:19']],
    ['no document', '# nothing', ['manifest-invalid a.yaml:3:11']],
    ['a syntax error', 'a: b: c', ['yaml-syntax b.yaml:1:4']],
    ['an unknown expression', service("'${nope}'"), ['reference-unknown b.yaml:1:53']],
  ] as const)
    it(`refuses a file with ${name}`, async () =>
      assert.deepEqual(faultsOf(await loadTexts({ 'a.yaml': scenario('file: b.yaml'), 'b.yaml': text })), expected));

  it('are read for steps too, and their faults have their own places', async () => {
    const text =
      'title: T\nsteps:\n  - put-objects: b.yaml\n  - put-objects: { file: c.yaml, manifest: [{ kind: Pod }] }\n';
    assert.deepEqual(faultsOf(await loadTexts({ 'a.yaml': text, 'b.yaml': service('a') })), [
      'file-not-found a.yaml:4:26',
      'manifest-invalid a.yaml:4:45',
    ]);
    const good = await loadOne({ 'a.yaml': 'title: T\nsteps:\n  - put-objects: b.yaml\n', 'b.yaml': service('a') });
    assert.deepEqual(good.steps[0]?.spec['manifest'], [{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' } }]);
    assert.equal(good.steps[0]?.planned.title, 'put 1 objects');
  });
});
