import assert from 'node:assert/strict';
import type { JsonObject } from '../../../runner/core/json.ts';
import type { ClusterState } from '../../../runner/simulator/objects/cluster-state.ts';
import type { Unstructured } from '../../../runner/simulator/objects/metadata.ts';
import { unsimulatedImages } from '../../../runner/simulator/unsimulated-images.ts';
import { tinyImage } from './tiny-image.ts';

describe('images that are not simulated', () => {
  const images = [
    tinyImage(['luksa/kubia']),
    { ...tinyImage(['shop/web']), isKnownIn: (namespace: string) => namespace === 'own' },
  ];
  const pod = (spec: JsonObject, status: JsonObject = {}): Unstructured => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a', uid: '', resourceVersion: '1', creationTimestamp: '' },
    spec,
    status,
  });
  const found = (namespace: string, ...pods: Unstructured[]): string[] => {
    const clusterState = { list: (_kind: string, of?: string) => (of === namespace ? pods : []) };
    return unsimulatedImages(namespace, { clusterState: clusterState as unknown as ClusterState, images });
  };

  it('are found in containers of every sort', () => {
    const spec = {
      initContainers: [{ name: 'a', image: 'shop/init' }],
      containers: [
        { name: 'b', image: 'luksa/kubia' },
        { name: 'c', image: 'shop/db' },
      ],
      ephemeralContainers: [{ name: 'd', image: 'shop/debug' }],
    };
    assert.deepEqual(found('default', pod(spec)), ['shop/init', 'shop/db', 'shop/debug']);
  });

  it('are those of the namespace', () => {
    const web = pod({ containers: [{ name: 'a', image: 'shop/web' }] });
    assert.deepEqual(found('own', web), []);
    assert.deepEqual(found('other', web), ['shop/web']);
  });

  it('are none that the container has already, that is no name, or that no cluster could have', () => {
    const spec = {
      containers: ['shop/db', 'Shop', 'registry.invalid/db'].map((image, index) => ({ name: `c${index}`, image })),
    };
    assert.deepEqual(found('default', pod(spec, { containerStatuses: [{ name: 'c0', imageID: 'sha256:1' }] })), []);
  });
});
