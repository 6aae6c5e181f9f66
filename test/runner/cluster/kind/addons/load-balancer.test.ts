import assert from 'node:assert/strict';
import type { Client } from '../../../../../runner/cluster/client.ts';
import type { KubernetesObject, WatchEvent } from '../../../../../runner/cluster/cluster.ts';
import { addressesOf, runLoadBalancer, wantsAddress } from '../../../../../runner/cluster/kind/addons/load-balancer.ts';
import { systemClock } from '../../../../../runner/core/clock.ts';
import type { JsonObject } from '../../../../../runner/core/json.ts';
import { fakeContainer } from '../fake-container.ts';

const service = (name: string, spec: JsonObject, ip?: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'default' },
  spec,
  ...(ip !== undefined && { status: { loadBalancer: { ingress: [{ ip }] } } }),
});

const balanced = { type: 'LoadBalancer' };

describe('wantsAddress', () => {
  it('is for Services of type LoadBalancer without a class of their own', () => {
    assert.equal(wantsAddress(service('a', balanced)), true);
    assert.equal(wantsAddress(service('a', { type: 'NodePort' })), false);
    assert.equal(wantsAddress(service('a', { ...balanced, loadBalancerClass: 'example.com/lb' })), false);
  });
});

describe('addressesOf', () => {
  it('reads the status', () => {
    assert.deepEqual(addressesOf(service('a', balanced, '10.0.0.1')), ['10.0.0.1']);
    assert.deepEqual(addressesOf(service('a', balanced)), []);
  });
});

/** Runs the controller for a list and the events after it. Returns its actions, in order; its events go into `told`. */
const run = async (items: KubernetesObject[], events: WatchEvent[], told: string[] = []): Promise<string[]> => {
  const stop = new AbortController();
  const done: string[] = [];
  const container = fakeContainer(({ command }) => {
    done.push(command.slice(2, 4).join(' '));
    return {};
  });
  const client = {
    list: async () => ({ items, resourceVersion: '1' }),
    async *watch() {
      yield* events;
      stop.abort(new Error('over'));
    },
    create: async ({ reason }: KubernetesObject) => void told.push(String(reason)),
    patch: async ({ name }: { name: string }, _type: string, patch: JsonObject) => {
      done.push(`${name} ${JSON.stringify(patch)}`);
      return { object: items[0], warnings: [] };
    },
  } as unknown as Client;
  await runLoadBalancer({
    client,
    node: { name: 'cp', address: '172.18.0.2', controlPlane: true, container },
    subnet: '172.18.0.0/16',
    version: 'v1.34.4',
    clock: systemClock,
    signal: stop.signal,
  });
  return done;
};

const status = (name: string, ip: string): string =>
  `${name} {"status":{"loadBalancer":{"ingress":[{"ip":"${ip}","ipMode":"VIP"}]}}}`;

describe('runLoadBalancer', () => {
  it('gives each Service an address of its own, on the node and in its status', async () => {
    const done = await run([service('a', balanced), service('b', balanced), service('c', { type: 'ClusterIP' })], []);
    assert.deepEqual(done, [
      'add 172.18.255.254/32',
      status('a', '172.18.255.254'),
      'add 172.18.255.253/32',
      status('b', '172.18.255.253'),
    ]);
  });

  it('frees the address of a deleted Service, and assigns it to the next', async () => {
    const done = await run(
      [service('a', balanced)],
      [
        { type: 'DELETED', object: service('a', balanced, '172.18.255.254') },
        { type: 'ADDED', object: service('b', balanced) },
      ],
    );
    assert.deepEqual(done.slice(2), ['del 172.18.255.254/32', 'add 172.18.255.254/32', status('b', '172.18.255.254')]);
  });

  it('frees the address when the type changes', async () => {
    const changed = service('a', { type: 'NodePort' }, '172.18.255.254');
    const done = await run([service('a', balanced)], [{ type: 'MODIFIED', object: changed }]);
    assert.deepEqual(done.slice(2), ['del 172.18.255.254/32', 'a {"status":{"loadBalancer":{"ingress":null}}}']);
  });

  it('writes events as the controller of a cloud does', async () => {
    const told: string[] = [];
    const changed = service('a', { type: 'NodePort' }, '172.18.255.254');
    const right = service('a', balanced, '172.18.255.254');
    await run(
      [service('a', balanced)],
      [
        { type: 'MODIFIED', object: right },
        { type: 'MODIFIED', object: changed },
      ],
      told,
    );
    assert.deepEqual(told, [
      'EnsuringLoadBalancer',
      'EnsuredLoadBalancer',
      'DeletingLoadBalancer',
      'DeletedLoadBalancer',
    ]);
  });

  it('writes nothing if the status is already right', async () => {
    const right = service('a', balanced, '172.18.255.254');
    assert.deepEqual(await run([right], [{ type: 'MODIFIED', object: right }]), [
      'add 172.18.255.254/32',
      'add 172.18.255.254/32',
    ]);
  });
});
