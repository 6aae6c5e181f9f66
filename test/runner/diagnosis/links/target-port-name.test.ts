import assert from 'node:assert/strict';
import { targetPortName } from '../../../../runner/diagnosis/links/target-port-name.ts';
import { explainLink } from '../../../support/explain-link.ts';
import { podObject, serviceObject, serviceWithPods } from '../../../support/service-objects.ts';

describe('link target-port-name', () => {
  it('holds for a sound Service', async () =>
    assert.equal(await explainLink(targetPortName, serviceWithPods(2)), undefined));

  it('reports a port name that no container has', async () => {
    const ports = [{ port: 80, targetPort: 'htpp' }];
    const containers = [{ name: 'kubia', ports: [{ name: 'http', containerPort: 8080 }] }];
    const reason = await explainLink(targetPortName, [
      serviceObject({ ports }),
      podObject('kubia-1', { spec: { containers } }),
    ]);
    assert.equal(reason?.code, 'no-endpoints');
    assert.match(
      reason?.message ?? '',
      /The targetPort of Service kubia is htpp, but no container .* did you mean http\?/,
    );
  });
});
