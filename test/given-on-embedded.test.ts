import assert from 'node:assert/strict';
import type { ObjectReference } from '../runner/cluster/cluster.ts';
import { explain, load, makeLab } from './support/lab.ts';

const references: readonly ObjectReference[] = [
  { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', name: 'traefik' },
  { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', name: 'fresh' },
  { apiVersion: 'v1', kind: 'Namespace', name: 'default' },
  { apiVersion: 'v1', kind: 'Node', name: 'extra' },
];

/** Objects that existed before are given again and changed twice, others stay unchanged, and others are new. */
const given = `
given:
  - manifest:
      - apiVersion: networking.k8s.io/v1
        kind: IngressClass
        metadata: { name: traefik, annotations: { owner: student } }
        spec: { controller: traefik.io/ingress-controller }
      - apiVersion: networking.k8s.io/v1
        kind: IngressClass
        metadata: { name: fresh }
        spec: { controller: example.org/fresh }
      - { apiVersion: v1, kind: Node, metadata: { name: extra } }
      - { apiVersion: v1, kind: Namespace, metadata: { name: default, labels: { owned: student }, finalizers: [x.example/y] } }
  - manifest: { apiVersion: v1, kind: Namespace, metadata: { name: default, labels: { again: 'yes' } } }`;

const scenario = (title: string, more: string, steps: string): string =>
  `title: ${title}\nserial: true\nneeds: { ingress: true }${more}\nsteps:\n${steps}`;

const uses = scenario(
  'It uses what is given',
  given,
  '  - resource-matches: { kind: Namespace, name: default, fields: { metadata: { labels: { again: "yes" } } } }\n',
);
const deletes = scenario(
  'It deletes what is given',
  given,
  '  - delete: { kind: IngressClass, name: fresh }\n  - delete: { kind: Node, name: extra }\n',
);
const applies = scenario(
  'It applies the same in a step',
  '',
  `  - apply:
      manifest:
        - apiVersion: networking.k8s.io/v1
          kind: IngressClass
          metadata: { name: traefik, labels: { owner: step } }
          spec: { controller: traefik.io/ingress-controller }
        - { apiVersion: v1, kind: Namespace, metadata: { name: default, labels: { owned: step } } }
`,
);

describe('what is given, on the embedded cluster', function () {
  this.timeout(60_000);
  const lab = makeLab('embedded', 1_000, 4_000);
  after(() => lab.close());

  const stateOf = async () => {
    const { api } = await lab.cluster();
    const objects = await Promise.all(references.map((each) => api.get(each)));
    return objects.map((each) => {
      if (!each) return undefined;
      const { uid, name, labels, annotations = {}, finalizers } = each.metadata;
      return { uid, name, labels, annotations, finalizers, spec: each['spec'] };
    });
  };

  for (const [title, texts] of [
    ['leaves the cluster unchanged for the next scenario', [uses, uses]],
    ['leaves it unchanged too if a step deletes a given object', [deletes, uses]],
    ['leaves it unchanged too if a step applies the objects', [applies, uses]],
  ] as const)
    it(title, async () => {
      await (await lab.cluster()).provide({ ingress: true });
      const before = await stateOf();
      assert.ok(before[0] && before[2]);
      for (const [index, text] of texts.entries()) {
        const [record] = await lab.runAll([await load(`given-${index}.yaml`, text)]);
        assert.ok(record?.outcome === 'passed' && record.troubles.length === 0, record && explain(record));
        assert.deepEqual(await stateOf(), before);
      }
    });
});
