import assert from 'node:assert/strict';
import { clusterSettingsOf } from '../../../runner/commands/cluster-options.ts';
import { toDescribedImage } from '../../../runner/core/simulated-image.ts';

const none = {
  cluster: undefined,
  workers: undefined,
  proxyMode: undefined,
  nodeImage: undefined,
  probeImage: undefined,
};

describe('cluster-options', () => {
  it('everything has a default', () => {
    assert.deepEqual(clusterSettingsOf(none, {}, { env: {} }), {
      provider: 'embedded',
      workers: 0,
      proxyMode: 'iptables',
    });
  });

  it('an option wins over the environment, that over the project file', () => {
    const config = {
      cluster: 'kind',
      workers: 2,
      proxyMode: 'nftables',
      probeImage: 'file',
      hostImage: 'host',
    } as const;
    const env = { PLUMBLINE_NODE_IMAGE: 'environment', PLUMBLINE_PROBE_IMAGE: 'environment' };
    assert.deepEqual(clusterSettingsOf({ ...none, nodeImage: 'option', workers: 0 }, config, { env }), {
      provider: 'kind',
      workers: 0,
      proxyMode: 'nftables',
      nodeImage: 'option',
      probeImage: 'environment',
      externalHostImage: 'host',
    });
  });

  it('images are described by the project file alone', () => {
    const image = toDescribedImage('shop/web', { 'ready-after': '0s', shell: 'none' });
    const { simulatedImages } = clusterSettingsOf(none, { simulatedImages: [image] }, { env: {} });
    assert.deepEqual(simulatedImages, [image]);
  });
});
