import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { KubernetesObject } from '../../../runner/cluster/cluster.ts';
import { explainService } from '../../../runner/diagnosis/chain.ts';
import { links } from '../../../runner/diagnosis/links/index.ts';
import { fakeCluster } from '../../support/fake-cluster.ts';
import { root } from '../../support/imports.ts';
import { podObject, serviceObject, serviceWithPods } from '../../support/service-objects.ts';
import { stepContext } from '../../support/step-context.ts';

const explain = (objects: KubernetesObject[], name = 'kubia') =>
  explainService(stepContext(fakeCluster({ objects })), name);

describe('explainService', () => {
  it('reports nothing for a sound Service', async () => assert.equal(await explain(serviceWithPods(2)), undefined));

  it('suggests the Service that was meant', async () => {
    const reason = await explain(serviceWithPods(1), 'kubai');
    assert.equal(reason?.code, 'not-found');
    assert.match(reason?.message ?? '', /There is no Service kubai in namespace demo; did you mean kubia\?/);
  });

  it('returns the first broken link', async () => {
    const ports = [{ port: 80, targetPort: 'http' }];
    const reason = await explain([
      serviceObject({ ports, spec: { selector: { app: 'kubai' } } }),
      podObject('kubia-1'),
    ]);
    assert.match(reason?.message ?? '', /^No pod matches the selector app=kubai/);
  });

  it('lists each link in the folder once, by the name of its file', () => {
    const files = readdirSync(join(root, 'runner/diagnosis/links')).filter((each) => each !== 'index.ts');
    assert.deepEqual(links.map(({ name }) => `${name}.ts`).toSorted(), files.toSorted());
  });
});
