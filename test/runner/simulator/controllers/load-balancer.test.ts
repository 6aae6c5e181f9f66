import assert from 'node:assert/strict';
import { LoadBalancers } from '../../../../runner/simulator/controllers/load-balancer.ts';
import { makeCluster, serviceOf, settle } from '../cluster.ts';

describe('load balancers', () => {
  const start = async (spec: object = {}) => {
    let balancers: LoadBalancers | undefined;
    const cluster = makeCluster((context) => {
      balancers = new LoadBalancers(context);
      return [balancers];
    });
    cluster.create('Service', serviceOf('a', { type: 'LoadBalancer', ...spec }));
    await settle();
    const addresses = () => cluster.store.get('Service', 'default', 'a')?.status.loadBalancer?.ingress;
    return { ...cluster, addresses, enable: () => balancers?.enable() };
  };

  it('are pending until there is someone who gives addresses', async () => {
    const { addresses, enable, store } = await start();
    assert.equal(addresses(), undefined);
    enable();
    assert.deepEqual(addresses(), [{ ip: '172.18.255.200', ipMode: 'VIP' }]);
    assert.deepEqual(
      store.list('Event', 'default').map((event) => event['reason']),
      ['EnsuringLoadBalancer', 'EnsuredLoadBalancer'],
    );
  });

  it('each has its own address, or the one it asks for', async () => {
    const { create, enable, store } = await start();
    enable();
    create('Service', serviceOf('b', { type: 'LoadBalancer' }));
    create('Service', serviceOf('c', { type: 'LoadBalancer', loadBalancerIP: '172.18.255.150' }));
    await settle();
    const ipOf = (name: string) => store.get('Service', 'default', name)?.status.loadBalancer?.ingress?.[0]?.ip;
    assert.deepEqual([ipOf('b'), ipOf('c')], ['172.18.255.199', '172.18.255.150']);
  });

  it('another class is not served; another type gives its address back', async () => {
    const other = await start({ loadBalancerClass: 'a/b' });
    other.enable();
    assert.equal(other.addresses(), undefined);
    const { update, enable, addresses, store, remove } = await start();
    enable();
    update('Service', 'a', (old) => ({ ...old, spec: { ...(old['spec'] as object), type: 'ClusterIP' } }));
    await settle();
    assert.equal(addresses(), undefined);
    remove('Service', 'a');
    await settle();
    assert.equal(store.get('Service', 'default', 'a'), undefined);
  });

  it('a deleted Service stays until its address is taken down', async () => {
    const { enable, remove, store } = await start();
    enable();
    assert.equal(remove('Service', 'a').gone, false);
    await settle();
    assert.equal(store.get('Service', 'default', 'a'), undefined);
  });
});
