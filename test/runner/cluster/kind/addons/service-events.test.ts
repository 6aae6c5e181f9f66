import assert from 'node:assert/strict';
import type { Client } from '../../../../../runner/cluster/client.ts';
import type { KubernetesObject } from '../../../../../runner/cluster/cluster.ts';
import { writeServiceEvent } from '../../../../../runner/cluster/kind/addons/service-events.ts';
import { manualClock } from '../../../../../runner/core/clock.ts';
import { serviceObject } from '../../../../support/service-objects.ts';

const service = { ...serviceObject(), metadata: { ...serviceObject().metadata, uid: 'u', resourceVersion: '7' } };
const { signal } = new AbortController();

describe('writeServiceEvent', () => {
  it('writes events as a service controller does, each under a name of its own', async () => {
    const written: KubernetesObject[] = [];
    const client = { create: async (object: KubernetesObject) => void written.push(object) } as unknown as Client;
    const options = { client, clock: manualClock(1_000), signal };
    await writeServiceEvent(options, service, 'EnsuringLoadBalancer');
    await writeServiceEvent(options, service, 'EnsuredLoadBalancer');
    assert.deepEqual(
      written.map(({ metadata, reason, message, type }) => [metadata.name, metadata.namespace, reason, message, type]),
      [
        ['kubia.3b9aca00', 'demo', 'EnsuringLoadBalancer', 'Ensuring load balancer', 'Normal'],
        ['kubia.3b9aca01', 'demo', 'EnsuredLoadBalancer', 'Ensured load balancer', 'Normal'],
      ],
    );
    const about = {
      apiVersion: 'v1',
      kind: 'Service',
      name: 'kubia',
      namespace: 'demo',
      uid: 'u',
      resourceVersion: '7',
    };
    assert.deepEqual(written[0]?.['involvedObject'], about);
    assert.equal(written[0]?.['lastTimestamp'], '1970-01-01T00:00:01Z');
  });

  it('ignores a refused event', async () => {
    const client = {
      create: async () => {
        throw new Error('namespace is being terminated');
      },
    } as unknown as Client;
    await assert.doesNotReject(
      writeServiceEvent({ client, clock: manualClock(), signal }, service, 'DeletedLoadBalancer'),
    );
  });
});
