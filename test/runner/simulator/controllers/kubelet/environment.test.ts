import assert from 'node:assert/strict';
import { environmentOf, expand, podField } from '../../../../../runner/simulator/controllers/kubelet/environment.ts';
import type { Container, Pod } from '../../../../../runner/simulator/objects/pods.ts';
import { makeApi, podOf } from '../../cluster.ts';

describe('environment', () => {
  const { create, store } = makeApi();
  create('ConfigMap', { metadata: { name: 'c' }, data: { a: '1', b: '2' } });
  create('Secret', { metadata: { name: 's' }, stringData: { k: 'secret' } });
  const pod = create('Pod', podOf('p', { app: 'x' })) as unknown as Pod;
  const env = (container: object): Record<string, string> =>
    environmentOf(store, pod, { name: 'main', image: 'x', ...container } as Container, 'p')();

  it('takes values from ConfigMaps, Secrets and the pod', () => {
    const result = env({
      envFrom: [{ prefix: 'C_', configMapRef: { name: 'c' } }],
      env: [
        { name: 'K', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
        { name: 'NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
        { name: 'BOTH', value: '$(C_a)-$(K)-$(NOPE)-$$(K)' },
      ],
    });
    assert.deepEqual(
      [result['C_a'], result['C_b'], result['K'], result['NAME'], result['BOTH'], result['HOSTNAME']],
      ['1', '2', 'secret', 'p', '1-secret-$(NOPE)-$(K)', 'p'],
    );
  });

  it('names a source that is missing, unless it is optional', () => {
    const reference = { name: 'nope', key: 'x' };
    assert.throws(
      () => env({ env: [{ name: 'A', valueFrom: { configMapKeyRef: reference } }] }),
      /configmap "nope" not found/,
    );
    assert.throws(
      () => env({ env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'c', key: 'x' } } }] }),
      /couldn't find key x in ConfigMap default\/c/,
    );
    assert.equal(
      env({ env: [{ name: 'A', valueFrom: { configMapKeyRef: { ...reference, optional: true } } }] })['A'],
      undefined,
    );
  });

  it('reads fields of the pod', () => {
    assert.equal(podField(pod, "metadata.labels['app']"), 'x');
    assert.equal(podField(pod, 'metadata.labels'), 'app="x"');
    assert.equal(podField(pod, 'spec.serviceAccountName'), 'default');
    assert.equal(podField(pod, 'status.podIP'), '');
  });

  it('expands only known variables', () =>
    assert.equal(
      expand('$(A) $(toString)', () => ({ A: 'x' })),
      'x $(toString)',
    ));
});
