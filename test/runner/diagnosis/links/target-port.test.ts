import assert from 'node:assert/strict';
import { targetPort } from '../../../../runner/diagnosis/links/target-port.ts';
import { explainLink } from '../../../support/explain-link.ts';
import {
  podEndpoint,
  podObject,
  serviceObject,
  serviceWithPods,
  sliceObject,
} from '../../../support/service-objects.ts';

describe('link target-port', () => {
  it('holds for a sound Service', async () =>
    assert.equal(await explainLink(targetPort, serviceWithPods(2)), undefined));

  it('reports a port that no container declares', async () => {
    const reason = await explainLink(targetPort, [
      serviceObject(),
      sliceObject([podEndpoint('kubia-1', '10.244.0.1')], { ports: [{ name: '', port: 8081 }] }),
      podObject('kubia-1'),
    ]);
    assert.equal(reason?.code, 'refused');
    assert.equal(reason?.message, 'The targetPort of Service kubia is 8081, but the pods declare 8080.');
  });
});
