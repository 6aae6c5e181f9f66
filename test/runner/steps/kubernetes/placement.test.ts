import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../../runner/cluster/cluster.ts';
import { Unmet } from '../../../../runner/steps/finding.ts';
import { placeObjects, readOwnKinds } from '../../../../runner/steps/kubernetes/placement.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { stepContext } from '../../../support/step-context.ts';

const named = (kind: string, namespace?: string, apiVersion = 'v1'): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { name: 'x', ...(namespace && { namespace }) },
});

const definition: KubernetesObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'things.example.com' },
  spec: { group: 'example.com', scope: 'Cluster', names: { kind: 'Thing' } },
};

describe('placeObjects', () => {
  it('fills in the namespace of namespaced kinds', async () => {
    const context = stepContext(fakeCluster());
    const placed = await placeObjects([named('Service'), named('Service', 'other'), named('Node', 'stray')], context);
    assert.deepEqual(
      placed.map((each) => each.metadata.namespace),
      ['demo', 'other', undefined],
    );
  });

  it("refuses a kind that the server does not serve, in kubectl's words", async () => {
    const cluster = fakeCluster();
    cluster.api.isNamespaced = async () => undefined;
    await assert.rejects(
      placeObjects([named('Ingress', undefined, 'extensions/v1beta1')], stepContext(cluster)),
      (fault) =>
        fault instanceof Unmet &&
        fault.reason.code === 'request-refused' &&
        fault.message.includes('no matches for kind "Ingress" in version "extensions/v1beta1"'),
    );
  });

  it('accepts kinds and namespaces that the batch itself makes', async () => {
    const thing = named('Thing', undefined, 'example.com/v1');
    const own = readOwnKinds([definition, named('Namespace'), thing]);
    assert.equal(own.isNamespaced('example.com/v1', 'Thing'), false);
    assert.equal(own.isNamespaced('other.com/v1', 'Thing'), undefined);
    assert.equal(own.needs(thing), true);
    assert.equal(own.needs(named('Service', 'x')), true);
    assert.equal(own.needs(named('Service', 'y')), false);
    const cluster = fakeCluster();
    cluster.api.isNamespaced = async (_apiVersion, kind) => (kind === 'Thing' ? undefined : false);
    assert.equal((await placeObjects([definition, thing], stepContext(cluster))).length, 2);
  });
});
