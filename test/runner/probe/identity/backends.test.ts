import assert from 'node:assert/strict';
import { type Backend, readBackends, sameBackends } from '../../../../runner/probe/identity/backends.ts';
import { Unmet } from '../../../../runner/steps/finding.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import {
  podEndpoint,
  podObject,
  serviceObject,
  serviceWithPods,
  sliceObject,
} from '../../../support/service-objects.ts';
import { stepContext } from '../../../support/step-context.ts';

type Objects = NonNullable<Parameters<typeof fakeCluster>[0]>['objects'];
const read = (objects: Objects, query: { service?: string; port?: number | string } = {}) =>
  readBackends(stepContext(fakeCluster({ objects: objects ?? [] })), { service: 'kubia', ...query });
const names = (backends: Backend[]): string[] => backends.map(({ name }) => name);

describe('readBackends', () => {
  it('lists the ready pods by name', async () => {
    const { ready, notReady } = await read(serviceWithPods(3));
    assert.deepEqual(names(ready), ['kubia-1', 'kubia-2', 'kubia-3']);
    assert.deepEqual(notReady, []);
    assert.deepEqual(ready[0], {
      name: 'kubia-1',
      hostname: 'kubia-1',
      address: '10.244.0.1',
      ports: [8080],
      pod: 'kubia-1',
      node: 'node-1',
      draining: false,
    });
  });

  // discovery/v1: nil ready is true, nil serving is ready, nil terminating is false.
  for (const { conditions, ready, draining } of [
    { conditions: {}, ready: true, draining: false },
    { conditions: { ready: null }, ready: true, draining: false },
    { conditions: { ready: false }, ready: false, draining: false },
    { conditions: { ready: false, serving: true, terminating: true }, ready: false, draining: true },
    { conditions: { ready: false, terminating: true }, ready: false, draining: false },
    { conditions: { ready: true, terminating: true }, ready: true, draining: true },
  ])
    it(`reads the conditions ${JSON.stringify(conditions)}`, async () => {
      const found = await read([serviceObject(), sliceObject([podEndpoint('a', '10.244.0.1', conditions)])]);
      assert.equal(found.ready.length === 1, ready);
      assert.equal([...found.ready, ...found.notReady][0]?.draining, draining);
    });

  it('counts an address in two slices once, with the ports of both', async () => {
    const { ready } = await read([
      serviceObject(),
      sliceObject([podEndpoint('a', '10.244.0.1')], { name: 'one' }),
      sliceObject([podEndpoint('a', '10.244.0.1')], { name: 'two', ports: [{ name: 'tls', port: 8443 }] }),
    ]);
    assert.equal(ready.length, 1);
    assert.deepEqual(ready[0]?.ports, [8080, 8443]);
  });

  it('reads only the slices of the requested port', async () => {
    const ports = [
      { name: 'http', port: 80 },
      { name: 'tls', port: 443 },
    ];
    const objects = [
      serviceObject({ ports }),
      sliceObject([podEndpoint('a', '10.244.0.1')], { name: 'one', ports: [{ name: 'http', port: 8080 }] }),
      sliceObject([podEndpoint('b', '10.244.0.2')], { name: 'two', ports: [{ name: 'tls', port: 8443 }] }),
    ];
    assert.deepEqual(names((await read(objects, { port: 443 })).ready), ['b']);
    assert.deepEqual(names((await read(objects, { port: 'http' })).ready), ['a']);
    await assert.rejects(read(objects, { port: 81 }), /no port 81; it has 80\/TCP \(http\), 443\/TCP \(tls\)/);
  });

  it('ignores the other address family and slices of other Services', async () => {
    const other = { ...sliceObject([podEndpoint('a', 'fd00::1')], { name: 'six' }), addressType: 'IPv6' };
    const stranger = sliceObject([podEndpoint('x', '10.244.0.7')], { service: 'web' });
    const { ready } = await read([...serviceWithPods(1), other, stranger]);
    assert.deepEqual(names(ready), ['kubia-1']);
  });

  it('computes the hostname of a pod', async () => {
    const long = `${'a'.repeat(62)}-bcdef`;
    const endpoints = [
      podEndpoint(long, '10.244.0.1'),
      podEndpoint('named', '10.244.0.2'),
      podEndpoint('hosted', '10.244.0.3'),
    ];
    const { ready } = await read([
      serviceObject(),
      sliceObject(endpoints),
      podObject(long),
      podObject('named', { spec: { hostname: 'db-0' } }),
      podObject('hosted', { spec: { hostNetwork: true, nodeName: 'worker-2' } }),
    ]);
    assert.deepEqual(
      ready.map(({ hostname }) => hostname),
      ['a'.repeat(62), 'worker-2', 'db-0'],
    );
  });

  it('names an endpoint without a pod by its hostname or the pod at its address, else by the address', async () => {
    const endpoints = [{ addresses: ['172.18.0.9'] }, { addresses: ['11.11.11.11'] }, { addresses: ['10.244.0.77'] }];
    const pod = { ...podObject('by-hand', { app: 'x' }), status: { phase: 'Running', podIP: '10.244.0.77' } };
    const cluster = fakeCluster({
      objects: [serviceObject(), sliceObject(endpoints), pod],
      externalHosts: [{ name: 'external-1', ip: '172.18.0.9', port: 80 }],
    });
    const { ready } = await readBackends(stepContext(cluster), { service: 'kubia' });
    assert.deepEqual(names(ready), ['11.11.11.11', 'by-hand', 'external-1']);
  });

  it('suggests the Service that was probably meant', async () => {
    await assert.rejects(read(serviceWithPods(1), { service: 'kubai' }), (error: unknown) => {
      assert.ok(error instanceof Unmet);
      assert.equal(error.reason.code, 'not-found');
      assert.equal(error.reason.message, 'There is no Service kubai in namespace demo; did you mean kubia?');
      return true;
    });
  });
});

describe('sameBackends', () => {
  it('notices a replaced pod, and ignores the order', async () => {
    const { ready } = await read(serviceWithPods(2));
    assert.equal(sameBackends(ready, [...ready].reverse()), true);
    assert.equal(sameBackends(ready, ready.slice(1)), false);
    assert.equal(
      sameBackends(ready, [{ ...(ready[0] as Backend), address: '10.244.0.9' }, ready[1] as Backend]),
      false,
    );
  });
});
