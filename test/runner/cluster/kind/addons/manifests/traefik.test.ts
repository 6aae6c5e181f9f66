import assert from 'node:assert/strict';
import { containersOf, podSpecOf } from '../../../../../../runner/cluster/kind/addons/manifests/node-image.ts';
import {
  canaryObjects,
  ingressNamespace,
  traefikObjects,
} from '../../../../../../runner/cluster/kind/addons/manifests/traefik.ts';

describe('traefikObjects', () => {
  const objects = traefikObjects('cp', '172.18.0.2');
  const deployment = objects.find(({ kind }) => kind === 'Deployment');

  it('has the ports of one node and fills in its address', () => {
    assert.ok(deployment);
    assert.deepEqual(podSpecOf(deployment)['nodeSelector'], { 'kubernetes.io/hostname': 'cp' });
    const [container] = containersOf(deployment);
    assert.ok(container);
    assert.deepEqual(
      (container['ports'] as { hostPort?: number }[]).map(({ hostPort }) => hostPort),
      [80, 443, undefined],
    );
    assert.ok((container['args'] as string[]).includes('--providers.kubernetesingress.ingressendpoint.ip=172.18.0.2'));
  });

  it('has the default class for an Ingress', () => {
    const ingressClass = objects.find(({ kind }) => kind === 'IngressClass');
    assert.equal(ingressClass?.metadata.annotations?.['ingressclass.kubernetes.io/is-default-class'], 'true');
  });

  it('has a namespace of its own', () => {
    for (const { metadata } of [...objects, ...canaryObjects()])
      assert.ok(metadata.namespace === undefined || metadata.namespace === ingressNamespace);
  });
});
