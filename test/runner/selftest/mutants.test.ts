import assert from 'node:assert/strict';
import { mutantsOf } from '../../../runner/selftest/mutants.ts';
import { load } from '../../support/lab.ts';

const service = `{ apiVersion: v1, kind: Service, metadata: { name: web }, spec: { selector: { app: web }, ports: [{ port: 80 }] } }`;
const text = `
title: A Service
simulated-images: { shop/web: {} }
given:
  - manifest: ${service}
steps:
  - apply: { manifest: { apiVersion: v1, kind: ConfigMap, metadata: { name: settings }, data: { a: b } } }
  - resource-matches: { kind: Service, name: web, fields: { spec: { type: ClusterIP } } }
    requires: [apply]
  - apply: { manifest: ${service} }
`;

describe('mutantsOf', () => {
  it('makes one mistake each, in every object of the scenario, under unique names', async () => {
    const scenario = await load('mutants.yaml', text);
    const mutants = mutantsOf(scenario);
    const given = ['missing', 'name', 'namespace', 'selector', 'port', 'target-port'];
    assert.deepEqual(
      mutants.map(({ operator }) => operator),
      [...given, 'missing', 'name', 'namespace', ...given],
    );
    assert.equal(new Set(mutants.map(({ id }) => id)).size, mutants.length);
    assert.equal(mutants[3]?.id, 'mutants: selector Service/web spec.selector.app');
    assert.equal(mutants[3]?.text, 'Service/web spec.selector.app: web → web-other');
    assert.equal(mutants.at(-1)?.id, 'mutants: target-port Service/web spec.ports.0.targetPort (2)');
    for (const { scenario: copy, id, origin } of mutants) {
      assert.equal(copy.planned.id, id);
      assert.equal(origin, 'mutants');
      assert.deepEqual(copy.namespaces, ['astray']);
      // The cluster learned of the images before there were mutants.
      assert.deepEqual([copy.imageScope, copy.simulatedImages[0]?.scenario], ['mutants', 'mutants']);
    }
  });

  it('does not change the scenario', async () => {
    const scenario = await load('mutants.yaml', text);
    const before = JSON.stringify(scenario);
    mutantsOf(scenario);
    assert.equal(JSON.stringify(scenario), before);
  });

  it('removes a step that has nothing left to apply, and every requirement of it', async () => {
    const mutant = mutantsOf(await load('mutants.yaml', text)).find(
      ({ id }) => id === 'mutants: missing ConfigMap/settings',
    );
    assert.deepEqual(
      mutant?.scenario.steps.map(({ planned, requires }) => [planned.id, requires]),
      [
        ['resource-matches', []],
        ['apply-2', []],
      ],
    );
  });
});
