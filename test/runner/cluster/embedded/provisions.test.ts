import assert from 'node:assert/strict';
import type { Cluster, IngressAccess } from '../../../../runner/cluster/cluster.ts';
import { systemClock } from '../../../../runner/core/clock.ts';
import { announcing } from '../../../support/announcing-clock.ts';
import { startEmbedded } from './start.ts';

describe('provisions', () => {
  let cluster: Cluster;
  before(async () => {
    cluster = await startEmbedded({ runId: 'provisions', workers: 0 });
  });
  after(() => cluster.close());
  const outside = async (...command: string[]): Promise<string> =>
    (await cluster.exec({ place: 'outside' }, { command })).stdout;

  it('says what cannot be met', async () => {
    assert.deepEqual(await cluster.provide({ nodes: 3, proxyModes: ['nftables'] }), [
      '3 nodes are needed, and the cluster has 1: start it with --workers 2.',
      'kube-proxy must run in mode nftables, and it runs in iptables.',
    ]);
  });

  it('hosts beside the cluster answer with their name', async () => {
    await cluster.provide({ externalHosts: 2 });
    await cluster.provide({ externalHosts: 1 });
    assert.equal(cluster.externalHosts.length, 2);
    for (const { name, ip, port } of cluster.externalHosts)
      assert.equal(await outside('curl', '-s', `http://${ip}:${port}/`), `You've hit ${name}\n`);
  });

  it('an ingress controller answers for the hosts it does not know', async () => {
    assert.ok(!cluster.ingress);
    await cluster.provide({ ingress: true });
    const { ingress } = { ...cluster, ingress: cluster.ingress as IngressAccess | undefined };
    assert.equal(ingress?.className, 'traefik');
    assert.equal(await outside('curl', '-s', `http://${ingress.address}/`), '404 page not found\n');
    assert.ok(await cluster.api.get({ apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', name: 'traefik' }));
  });

  it('announces its search for kubectl, a process of this machine', async () => {
    const told = announcing(systemClock);
    const other = await startEmbedded({ runId: 'kubectl', workers: 0, clock: told.clock });
    const providing = other.provide({ kubectl: true });
    assert.equal(told.outside, 1);
    await providing;
    assert.equal(told.outside, 0);
    await other.close();
  });

  it('Services of type LoadBalancer get an address', async () => {
    await cluster.provide({ loadBalancer: true });
    const metadata = { name: 'a', namespace: 'default' };
    await cluster.api.create({
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { type: 'LoadBalancer', ports: [{ port: 80 }] },
    });
    const found = await cluster.api.get({ apiVersion: 'v1', kind: 'Service', ...metadata });
    assert.match(JSON.stringify(found?.['status']), /172\.18\.255\.200/);
  });
});
