import assert from 'node:assert/strict';
import { ingressKind } from '../../../../../../runner/simulator/api/kinds/ingress/strategy.ts';
import { makeApi, rowOf } from '../../../cluster.ts';

const backend = { service: { name: 'a', port: { number: 80 } } };
const annotations = { 'ingressclass.kubernetes.io/is-default-class': 'true' };

describe('Ingress', () => {
  it('gets the newest default class, unless it names one', async () => {
    const { create, clock } = makeApi();
    create('IngressClass', { metadata: { name: 'old', annotations }, spec: { controller: 'x/y' } });
    await clock.advance(2000);
    create('IngressClass', { metadata: { name: 'new', annotations }, spec: { controller: 'x/y' } });
    const classOf = (name: string, spec: object): unknown =>
      (create('Ingress', { metadata: { name }, spec: { defaultBackend: backend, ...spec } })['spec'] as never)[
        'ingressClassName'
      ];
    assert.equal(classOf('i', {}), 'new');
    assert.equal(classOf('j', { ingressClassName: 'z' }), 'z');
  });

  it('has no address until a controller publishes one', () => {
    const made = makeApi().create('Ingress', { metadata: { name: 'i' }, spec: { defaultBackend: backend } });
    assert.deepEqual(made['status'], { loadBalancer: {} });
    assert.equal(made.metadata.generation, 1);
  });

  it('warns of the old annotation, once', () => {
    const object = { spec: {}, metadata: { annotations: { 'kubernetes.io/ingress.class': 'nginx' } } } as never;
    assert.deepEqual(ingressKind.warnings?.(object, true), [
      `annotation "kubernetes.io/ingress.class" is deprecated, please use 'spec.ingressClassName' instead`,
    ]);
    assert.deepEqual(ingressKind.warnings?.(object, false), []);
  });

  it('prints class, hosts and ports', () => {
    const spec = { rules: [{ host: 'a.b' }, {}], tls: [{}] };
    assert.deepEqual(rowOf('Ingress', { spec, status: {} }), ['x', '<none>', 'a.b', '', '80, 443', '5s']);
  });
});
