import assert from 'node:assert/strict';
import { toDescribedImage } from '../../../runner/core/simulated-image.ts';
import { clusterSettingsOf, startSettingsOf } from '../../../runner/options/cluster-options.ts';
import { passed } from '../../../runner/steps/finding.ts';
import { testScenario } from '../../support/scenarios.ts';
import { boundStep, holds, testKind } from '../../support/steps.ts';

const none = {
  cluster: undefined,
  workers: undefined,
  proxyMode: undefined,
  nodeImage: undefined,
  probeImage: undefined,
};

describe('cluster-options', () => {
  it('have defaults', () => {
    assert.deepEqual(clusterSettingsOf(none, {}, { env: {} }), {
      provider: 'embedded',
      proxyMode: 'iptables',
    });
  });

  it('prefer an option to the environment, and the environment to the project file', () => {
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

  it('start as many nodes as a scenario or a step needs, unless workers are given', () => {
    const kind = testKind(async () => passed(holds));
    const small = testScenario([boundStep(kind)]);
    const large = testScenario([boundStep(kind, { needs: { nodes: 4 } })], { needs: { nodes: 2 } });
    const settings = clusterSettingsOf(none, {}, { env: {} });
    assert.equal(startSettingsOf(settings).workers, 0);
    assert.equal(startSettingsOf(settings, [small]).workers, 0);
    assert.equal(startSettingsOf(settings, [{ ...small, needs: { nodes: 2 } }]).workers, 1);
    assert.equal(startSettingsOf(settings, [small, large]).workers, 3);
    assert.equal(startSettingsOf({ ...settings, workers: 1 }, [large]).workers, 1);
  });

  it('take descriptions of images from the project file only', () => {
    const image = toDescribedImage('shop/web', { 'ready-after': '0s', shell: 'none' });
    const { simulatedImages } = clusterSettingsOf(none, { simulatedImages: [image] }, { env: {} });
    assert.deepEqual(simulatedImages, [image]);
  });
});
