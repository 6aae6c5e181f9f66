import assert from 'node:assert/strict';
import { findImage, imagesIn, pullFault } from '../../../../../runner/simulator/controllers/kubelet/images.ts';
import { tinyImage } from '../../tiny-image.ts';

describe('images of the kubelet', () => {
  const image = tinyImage();
  const tagged = tinyImage(['shop/web:2']);

  it('are found by repository, whatever the tag', () => {
    assert.equal(findImage([image], 'docker.io/luksa/kubia:v3'), image);
    assert.equal(findImage([image], 'kubia'), undefined);
  });

  it('are found by their tag alone when they have one', () => {
    const digest = `sha256:${'0'.repeat(64)}`;
    assert.equal(findImage([tagged], 'docker.io/shop/web:2'), tagged);
    assert.equal(findImage([tagged], `shop/web:2@${digest}`), tagged);
    for (const other of ['shop/web', 'shop/web:3', `shop/web@${digest}`, 'web:2'])
      assert.equal(findImage([tagged], other), undefined, other);
  });

  it('are known in their namespaces', () => {
    const own = { ...image, isKnownIn: (namespace: string) => namespace === 'a' };
    assert.deepEqual(imagesIn('a', [own, tagged]), [own, tagged]);
    assert.deepEqual(imagesIn('b', [own, tagged]), [tagged]);
  });

  it('that are unknown fail with the line that describes them', () => {
    const ports = [
      { containerPort: 8080, protocol: 'TCP' },
      { containerPort: 53, protocol: 'UDP' },
      { containerPort: 9, protocol: 'SCTP' },
    ];
    assert.equal(
      pullFault({ image: 'shop/web:1', ports }, [image]),
      'the embedded cluster has no image shop/web. Describe it in the scenario or in plumbline.yaml: `simulated-images: { shop/web: { ports: [8080, { port: 53, protocol: udp }] } }`, or run on a real cluster (--cluster kind)',
    );
    assert.match(pullFault({ image: 'luksa/kubai' }, [image]), /Did you mean luksa\/kubia\? .*ports: \[8080\]/);
  });
});
