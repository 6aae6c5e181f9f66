import assert from 'node:assert/strict';
import { imagesOf } from '../../../runner/options/images.ts';
import { passed } from '../../../runner/steps/finding.ts';
import { testScenario } from '../../support/scenarios.ts';
import { boundStep, holds, testKind } from '../../support/steps.ts';

const pod = (image: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'a' },
  spec: { containers: [{ name: 'a', image }], initContainers: [{ name: 'b', image: 'busybox' }] },
});

describe('images', () => {
  it('finds images of given objects and of steps, each once', () => {
    const step = boundStep(
      testKind(async () => passed(holds)),
      { spec: { manifest: pod('nginx') } },
    );
    const scenario = testScenario([step], { given: [{ title: 'a', objects: [pod('luksa/kubia'), pod('busybox')] }] });
    assert.deepEqual(imagesOf([scenario]), ['busybox', 'luksa/kubia', 'nginx']);
  });

  it('leaves out images that are unknown before the run', () => {
    assert.deepEqual(imagesOf([testScenario([], { given: [{ title: 'a', objects: [pod('${image}')] }] })]), [
      'busybox',
    ]);
  });

  it('leaves out names that no image can have', () => {
    const objects = ['NGINX', 'nginx:no such tag', 'nginx:', 'nginx@sha256:abc'].map(pod);
    assert.deepEqual(imagesOf([testScenario([], { given: [{ title: 'a', objects }] })]), ['busybox']);
  });
});
