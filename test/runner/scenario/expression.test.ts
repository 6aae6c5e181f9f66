import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseReference, type Reference } from '../../../runner/scenario/expression.ts';

const good: [inside: string, reference: Reference][] = [
  ['host', { root: 'name', name: 'host', path: [] }],
  ['pods.0.name', { root: 'name', name: 'pods', path: ['0', 'name'] }],
  ['matrix.type', { root: 'matrix', name: 'type' }],
  ['namespace', { root: 'namespace' }],
  [' namespace.other ', { root: 'namespace', alias: 'other' }],
  ['service.kubia.clusterIP', { root: 'service', name: 'kubia', field: ['clusterIP'] }],
  [
    'service.kubia.spec.ports.1.nodePort',
    { root: 'service', name: 'kubia', field: ['spec', 'ports', '1', 'nodePort'] },
  ],
  ['pod.kubia-0.ip', { root: 'pod', of: { name: 'kubia-0' }, field: 'ip' }],
  ['pod.a.b.c.uid', { root: 'pod', of: { name: 'a.b.c' }, field: 'uid' }],
  ['pod[app=kubia].2.node', { root: 'pod', of: { selector: 'app=kubia', index: 2 }, field: 'node' }],
  [
    'pod[app.kubernetes.io/name=a].0.ip',
    { root: 'pod', of: { selector: 'app.kubernetes.io/name=a', index: 0 }, field: 'ip' },
  ],
  ['node.0.internalIP', { root: 'node', of: { index: 0 }, field: 'internalIP' }],
  ['node.kind-worker.local.name', { root: 'node', of: { name: 'kind-worker.local' }, field: 'name' }],
  ['external.1.port', { root: 'external', index: 1, field: 'port' }],
  ['ingress.httpPort', { root: 'ingress', field: 'httpPort' }],
  [
    'object:v1/ConfigMap/x:{.data.k}',
    { root: 'object', apiVersion: 'v1', kind: 'ConfigMap', name: 'x', path: '{.data.k}' },
  ],
  [
    'object:v1/Service/kube-system/kube-dns:{.spec.clusterIP}',
    {
      root: 'object',
      apiVersion: 'v1',
      kind: 'Service',
      namespace: 'kube-system',
      name: 'kube-dns',
      path: '{.spec.clusterIP}',
    },
  ],
  [
    'object:apps/v1/Deployment/web:{.spec.replicas}',
    { root: 'object', apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', path: '{.spec.replicas}' },
  ],
];

describe('parseReference', () => {
  for (const [inside, reference] of good)
    it(`reads ${inside}`, () => assert.deepEqual(parseReference(inside), { reference }));

  for (const [inside, code] of [
    ['', 'reference-syntax'],
    ['a b', 'reference-syntax'],
    ['a..b', 'reference-syntax'],
    ['namespace.', 'reference-syntax'],
    ['namespace.a.b', 'reference-syntax'],
    ['matrix', 'reference-syntax'],
    ['service', 'reference-syntax'],
    ['service.kubia', 'reference-syntax'],
    ['service.kubia.clusterIp', 'reference-unknown'],
    ['service.kubia.spec', 'reference-unknown'],
    ['pod.ip', 'reference-syntax'],
    ['pod.a.port', 'reference-unknown'],
    ['pod[app].0.ip', 'reference-syntax'],
    ['pod[app=a].x.ip', 'reference-syntax'],
    ['pod[app=a].0.port', 'reference-unknown'],
    ['node.0', 'reference-syntax'],
    ['node.0.ip', 'reference-unknown'],
    ['external.a.ip', 'reference-syntax'],
    ['external.0.address', 'reference-unknown'],
    ['ingress', 'reference-unknown'],
    ['object:v1/x:{.a}', 'reference-syntax'],
    ['object:v1/ConfigMap/x', 'reference-syntax'],
    ['object:v1/ConfigMap/x:{.items[?(@.a)]}', 'reference-syntax'],
    ['object:v1/ConfigMap/x:{(process.exit())}', 'reference-syntax'],
    ['object:a/b/c/d/e/f:{.x}', 'reference-syntax'],
    ['object:v1/Service//x:{.x}', 'reference-syntax'],
    ['object:v1/Service/a/b/c:{.x}', 'reference-syntax'],
  ] as const)
    it(`refuses ${inside || '(nothing)'}`, () => {
      const parsed = parseReference(inside);
      assert.equal('fault' in parsed && parsed.fault.code, code);
    });

  it('suggests the name that was probably meant', () => {
    const parsed = parseReference('service.kubia.clusterIp');
    assert.equal('fault' in parsed && parsed.fault.hint, 'Did you mean clusterIP?');
  });

  it('returns a result for any string', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^(pod|node|object:|service)[.[\]=/:{}a-z0-9]*$/)),
        (text) => {
          const parsed = parseReference(text);
          assert.ok('fault' in parsed ? parsed.fault.message.length < 500 : parsed.reference.root);
        },
      ),
    );
  });
});
