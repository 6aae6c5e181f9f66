import assert from 'node:assert/strict';
import { Unmet, Unobservable } from '../../../../runner/core/rejection.ts';
import { resolveSocket, type SocketTargetSpec } from '../../../../runner/probe/socket/socket-target.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { podObject, serviceObject } from '../../../support/service-objects.ts';
import { stepContext } from '../../../support/step-context.ts';

const ports = [
  { name: 'web', port: 80 },
  { name: 'dns', port: 53, protocol: 'UDP' },
  { name: 'dns-tcp', port: 53, protocol: 'TCP' },
];
const objects = [
  serviceObject({ ports }),
  serviceObject({ name: 'headless', clusterIP: 'None' }),
  podObject('kubia-1', { ip: '10.244.0.1' }),
];
const resolve = (spec: Partial<SocketTargetSpec>) =>
  resolveSocket(stepContext(fakeCluster({ objects })), { protocol: 'TCP', ...spec });

describe('resolveSocket', () => {
  const behind = { service: 'kubia', namespace: 'demo' };
  for (const [spec, port] of [
    [{}, 80],
    [{ protocol: 'UDP' }, 53],
    [{ port: 53 }, 53],
    [{ port: 'dns-tcp' }, 53],
    [{ port: 'dns', protocol: 'UDP' }, 53],
  ] as const)
    it(`resolves a Service with ${JSON.stringify(spec)} to port ${port}`, async () =>
      assert.deepEqual(await resolve({ service: 'kubia', ...spec }), { host: '10.96.0.10', port, behind }));

  it('rejects a port of the other protocol', async () => {
    await assert.rejects(resolve({ service: 'kubia', port: 'dns' }), (cause) => {
      assert.ok(cause instanceof Unmet);
      assert.equal(
        cause.message,
        'Service kubia has no TCP port dns; it has 80/TCP (web), 53/UDP (dns), 53/TCP (dns-tcp).',
      );
      return true;
    });
    await assert.rejects(resolve({ service: 'kubia', port: 80, protocol: 'UDP' }), Unmet);
  });
  it('rejects a Service without a cluster IP', async () => assert.rejects(resolve({ service: 'headless' }), Unmet));
  it('rejects a missing Service', async () => assert.rejects(resolve({ service: 'nope' }), Unmet));

  it('uses hosts and pods as they are', async () => {
    assert.deepEqual(await resolve({ to: 'db.example', port: 5432 }), { host: 'db.example', port: 5432 });
    assert.deepEqual(await resolve({ to: 'pod/app=kubia', port: 8080 }), { host: '10.244.0.1', port: 8080 });
  });
  it('rejects a port name for a host', async () => {
    await assert.rejects(resolve({ to: 'db', port: 'web' }), Unobservable);
    await assert.rejects(resolve({}), Unobservable);
  });
});
