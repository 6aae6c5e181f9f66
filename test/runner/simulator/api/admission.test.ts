import assert from 'node:assert/strict';
import { makeApi, podOf, resource } from '../cluster.ts';

describe('admission', () => {
  it('refuses a namespace that is missing or on its way out', () => {
    const { registry, store, remove } = makeApi();
    assert.throws(() => registry.create(resource('Pod'), 'x', podOf('a')), /namespaces "x" not found/);
    registry.create(resource('Namespace'), undefined, { metadata: { name: 'x' } });
    remove(resource('Namespace'), undefined, 'x');
    assert.equal(store.get('Namespace', undefined, 'x')?.status.phase, 'Terminating');
    assert.throws(
      () => registry.create(resource('Pod'), 'x', podOf('a')),
      /pods "a" is forbidden: unable to create new content in namespace x because it is being terminated/,
    );
  });

  it('gives a pod its account, token and tolerations', () => {
    const { create } = makeApi();
    const spec = create('Pod', podOf('a'))['spec'] as Record<string, never[]>;
    assert.equal(spec['serviceAccountName'], 'default');
    assert.equal(spec['volumes']?.length, 1);
    assert.equal(spec['tolerations']?.length, 2);
    const bare = create('Pod', podOf('b', {}, { automountServiceAccountToken: false }))['spec'] as Record<
      string,
      unknown
    >;
    assert.equal(bare['volumes'], undefined);
  });

  it('fills in the newest default class of an Ingress', async () => {
    const { create, clock } = makeApi();
    const annotations = { 'ingressclass.kubernetes.io/is-default-class': 'true' };
    create('IngressClass', { metadata: { name: 'old', annotations }, spec: { controller: 'x/y' } });
    await clock.advance(2000);
    create('IngressClass', { metadata: { name: 'new', annotations }, spec: { controller: 'x/y' } });
    const backend = { service: { name: 'a', port: { number: 80 } } };
    const made = create('Ingress', { metadata: { name: 'i' }, spec: { defaultBackend: backend } });
    assert.equal((made['spec'] as Record<string, unknown>)['ingressClassName'], 'new');
    const own = create('Ingress', {
      metadata: { name: 'j' },
      spec: { ingressClassName: 'z', defaultBackend: backend },
    });
    assert.equal((own['spec'] as Record<string, unknown>)['ingressClassName'], 'z');
  });
});
