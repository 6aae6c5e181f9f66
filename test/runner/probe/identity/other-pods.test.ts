import assert from 'node:assert/strict';
import { otherPods } from '../../../../runner/probe/identity/other-pods.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { stepContext } from '../../../support/step-context.ts';

const pod = (name: string, ip: string, { phase = 'Running', spec = {}, namespace = 'demo' } = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace },
  spec,
  status: { phase, podIP: ip },
});

describe('otherPods', () => {
  it('are the running pods that have a name of their own and are not behind the Service', async () => {
    const objects = [
      pod('behind', '10.0.0.1'),
      pod('beside', '10.0.0.2', { spec: { hostname: 'alias' } }),
      pod('ended', '10.0.0.3', { phase: 'Succeeded' }),
      pod('on-host', '172.18.0.2', { spec: { hostNetwork: true } }),
      pod('elsewhere', '10.0.0.4', { namespace: 'other' }),
    ];
    const context = stepContext(fakeCluster({ objects }));
    assert.deepEqual(await otherPods(context, 'demo', [{ address: '10.0.0.1' }]), [
      { name: 'beside', namespace: 'demo', hostname: 'alias' },
    ]);
    const everywhere = await otherPods(context, undefined, []);
    assert.deepEqual(
      everywhere.map(({ name }) => name),
      ['behind', 'beside', 'elsewhere'],
    );
  });
});
