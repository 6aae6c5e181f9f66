import assert from 'node:assert/strict';
import { faultsOf, loadOne, loadTexts } from './support.ts';

const manifest = (name: string, more = ''): string =>
  `{ apiVersion: v1, kind: Service, metadata: { name: ${name} }${more} }`;

describe('a scenario that is built', () => {
  it('has every key of its file', async () => {
    const scenario = await loadOne({
      'a.yaml': `
title: A title
about: Why.
tags: [web, dns]
source: A book
needs: { nodes: 2 }
vars: { host: kubia, deep: { port: 80 } }
namespaces: [other]
given:
  - file: web.yaml
  - manifest: ${manifest('two')}
steps:
  - fetch-url: http://\${host}:\${deep.port}/\${service.web.clusterIP}
    id: first
    name: It answers
    within: 1m
    for: 500ms
    points: 1.5
    bonus: true
    hidden: true
    hint: Look.
    instructor: Beware.
    capture: { code: status }
    needs: { ingress: true }
  - fetch-url: { url: 'x\${code}', times: '\${code}' }
    requires: first
cleanup:
  - look-around:
`,
      'web.yaml': `${manifest('web')}\n---\n${manifest("'${host}'")}\n`,
    });
    const { planned, given, steps, cleanup } = scenario;
    assert.deepEqual(planned, {
      id: 'a',
      title: 'A title',
      file: 'a.yaml',
      tags: ['web', 'dns'],
      source: 'A book',
      steps: [...steps, ...cleanup].map((step) => step.planned),
    });
    assert.equal(scenario.about, 'Why.');
    assert.deepEqual(scenario.needs, { nodes: 2 });
    assert.deepEqual(scenario.vars, { host: 'kubia', deep: { port: 80 } });
    assert.deepEqual(scenario.namespaces, ['other']);
    assert.equal(scenario.serial, false);
    assert.deepEqual(
      given.map(({ title, objects }) => [title, objects.map(({ metadata }) => metadata.name)]),
      [
        ['web.yaml', ['web', 'kubia']],
        ['manifest', ['two']],
      ],
    );
    const [first, second] = steps;
    assert.deepEqual(first?.planned, {
      id: 'first',
      kind: 'fetch-url',
      title: 'It answers',
      file: 'a.yaml',
      line: 13,
      points: 1.5,
      bonus: true,
      hidden: true,
      hint: 'Look.',
    });
    assert.deepEqual(first?.spec, {
      url: 'http://kubia:80/${service.web.clusterIP}',
      from: 'probe',
      times: 1,
      method: 'get',
    });
    assert.deepEqual([first?.within, first?.holdFor, first?.requires], [60_000, 500, []]);
    assert.deepEqual(
      [first?.capture, first?.needs, first?.instructor],
      [{ code: 'status' }, { ingress: true }, 'Beware.'],
    );
    assert.deepEqual([first?.span.line, first?.span.column], [13, 5]);
    assert.deepEqual([second?.within, second?.requires], [5_000, ['first']]);
    assert.equal(second?.planned.title, 'fetch x${code}');
    assert.equal(cleanup[0]?.planned.cleanup, true);
  });

  it('is built once for each combination of the matrix', async () => {
    const { scenarios, diagnostics } = await loadTexts({
      'm.yaml': `
title: Port \${matrix.port}
matrix: { port: [80, 443], kind: [a, b] }
vars: { url: 'http://\${kind}' }
steps:
  - fetch-url: { url: '\${url}:\${port}', times: '\${port}' }
`,
    });
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(
      scenarios.map(({ planned, steps }) => [
        planned.id,
        planned.title,
        steps[0]?.spec['url'],
        steps[0]?.spec['times'],
      ]),
      [
        ['m[port=80,kind=a]', 'Port 80', 'http://a:80', 80],
        ['m[port=80,kind=b]', 'Port 80', 'http://b:80', 80],
        ['m[port=443,kind=a]', 'Port 443', 'http://a:443', 443],
        ['m[port=443,kind=b]', 'Port 443', 'http://b:443', 443],
      ],
    );
    assert.deepEqual(scenarios[3]?.vars, { port: 443, kind: 'b', url: 'http://b' });
  });

  it('is checked with the values of the matrix', async () => {
    const loaded = await loadTexts({
      'm.yaml': "title: T\nmatrix: { count: [1, 0] }\nsteps:\n  - fetch-url: { url: x, times: '${count}' }\n",
    });
    assert.deepEqual(faultsOf(loaded), ['schema-value m.yaml:4:33']);
  });

  it('needs what its expressions read', async () => {
    const scenario = await loadOne({
      'a.yaml': 'title: T\nsteps:\n  - fetch-url: http://${external.1.ip}/${ingress.address}\n',
    });
    assert.deepEqual(scenario.needs, { externalHosts: 2, ingress: true });
  });

  it('runs alone when it sets a node port', async () => {
    const text = (spec: string): string =>
      `title: T\ngiven: [{ manifest: ${manifest('a', spec)} }]\nsteps: [{ look-around: }]\n`;
    assert.equal((await loadOne({ 'a.yaml': text(', spec: { ports: [{ port: 1, nodePort: 30080 }] }') })).serial, true);
    assert.equal((await loadOne({ 'a.yaml': text(', spec: { ports: [{ port: 1 }] }') })).serial, false);
  });

  it('may name Services that an earlier step makes', async () => {
    const steps = (first: string): string =>
      `title: T\nsteps:\n  - ${first}\n  - fetch-url: http://\${service.web.clusterIP}\n`;
    assert.deepEqual(
      faultsOf(await loadTexts({ 'a.yaml': steps('put-objects: b.yaml'), 'b.yaml': manifest('other') })),
      [],
    );
    assert.deepEqual(faultsOf(await loadTexts({ 'a.yaml': steps('look-around:') })), ['reference-unknown a.yaml:4:23']);
  });

  it('has one fault, not two, when its step of an unknown kind is required by others', async () => {
    const text = (id: string): string =>
      `title: T\nsteps:\n  - { nope: 1, id: first }\n  - { look-around: {}, requires: ${id} }\n`;
    assert.deepEqual(faultsOf(await loadTexts({ 'a.yaml': text('first') })), ['step-kind-unknown a.yaml:3:7']);
    const known = text('second').replace('nope: 1', 'look-around: {}');
    assert.deepEqual(faultsOf(await loadTexts({ 'a.yaml': known })), ['reference-unknown a.yaml:4:34']);
  });

  for (const [name, vars, expected] of [
    ['uses itself', 'a: ${a}', []],
    ['has a reserved name', 'service: x', ['schema-value a.yaml:3:3']],
    ['has an invalid name', "'a b': x", ['schema-value a.yaml:3:3']],
  ] as const)
    it(`cannot have a variable that ${name}`, async () => {
      const loaded = await loadTexts({ 'a.yaml': `title: T\nvars:\n  ${vars}\nsteps:\n  - look-around:\n` });
      assert.deepEqual(faultsOf(loaded), expected);
    });
});
