import assert from 'node:assert/strict';
import { isUnsimulatedImage, pull } from '../../../../../runner/simulator/controllers/kubelet/pull.ts';
import { tinyImage } from '../../tiny-image.ts';

describe('pull', () => {
  const images = [tinyImage(['shop/web'])];
  const faultOf = (image: string) => {
    const pulled = pull({ image }, images);
    return 'fault' in pulled ? pulled.fault : undefined;
  };

  it('finds an image that is known', () =>
    assert.deepEqual(pull({ image: 'shop/web:1' }, images), { image: images[0] }));

  it('refuses a name that is none, in the words of the kubelet', () => {
    const message = `Failed to apply default image tag "Shop": couldn't parse image name "Shop": invalid reference format: repository name (library/Shop) must be lowercase`;
    assert.deepEqual(faultOf('Shop'), {
      reason: 'InvalidImageName',
      message,
      events: [
        { type: 'Warning', reason: 'InspectFailed', message },
        { type: 'Warning', reason: 'Failed', message: 'Error: InvalidImageName' },
      ],
    });
  });

  it('fails as everywhere with a registry that exists nowhere', () => {
    const { reason, message } = faultOf('registry.example.com:5000/shop/db:1') ?? {};
    assert.equal(reason, 'ErrImagePull');
    assert.equal(
      message,
      'failed to pull and unpack image "registry.example.com:5000/shop/db:1": failed to resolve reference "registry.example.com:5000/shop/db:1": failed to do request: Head "https://registry.example.com:5000/v2/shop/db/manifests/1": dial tcp: lookup registry.example.com: no such host',
    );
  });

  it('says of any other image that it is not there, and what to do', () => {
    const { message, events = [] } = faultOf('shop/db') ?? {};
    assert.match(message ?? '', /no image shop\/db\. .*simulated-images/);
    assert.deepEqual(
      events.map(({ reason }) => reason),
      ['Pulling', 'Failed', 'Failed'],
    );
  });

  for (const [image, expected] of [
    ['shop/db', true],
    ['registry.k8s.io/shop', true],
    ['shop/web:2', false],
    ['Shop', false],
    ['registry.test/shop', false],
    ['my.example/shop', false],
    ['example.org/shop', false],
    ['myexample.org/shop', true],
  ] as const)
    it(`${image}: ${expected ? 'a real cluster may have it' : 'no limit of the simulation'}`, () =>
      assert.equal(isUnsimulatedImage(image, images), expected));
});
