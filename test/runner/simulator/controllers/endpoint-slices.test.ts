import assert from 'node:assert/strict';
import { EndpointSliceController } from '../../../../runner/simulator/controllers/endpoint-slices.ts';
import { GarbageCollector } from '../../../../runner/simulator/controllers/garbage-collector.ts';
import { makeCluster, podOf, report, serviceOf, settle } from '../cluster.ts';

describe('EndpointSlice controller', () => {
  const start = async (spec: object = {}) => {
    const cluster = makeCluster((context) => [new GarbageCollector(context), new EndpointSliceController(context)]);
    cluster.create('Service', { ...serviceOf('a', spec as never), metadata: { name: 'a', labels: { own: 'x' } } });
    await settle();
    const add = async (name: string, ip: string, ready: boolean, port = 8080): Promise<void> => {
      const containers = [{ name: 'main', image: 'x', ports: [{ containerPort: port, name: 'http' }] }];
      cluster.create('Pod', podOf(name, { app: 'a' }, { containers }));
      report(cluster.context, name, { ip, ready });
      await settle();
    };
    return { ...cluster, add, slices: () => cluster.store.list('EndpointSlice', 'default') };
  };

  it('begins with a placeholder and fills it', async () => {
    const { slices, add } = await start();
    assert.deepEqual(
      slices().map(({ endpoints, ports }) => [endpoints, ports]),
      [[null, null]],
    );
    await add('p', '10.244.1.2', false);
    const [slice, ...rest] = slices();
    assert.deepEqual(rest, []);
    assert.deepEqual(slice?.metadata.labels, {
      own: 'x',
      'kubernetes.io/service-name': 'a',
      'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
    });
    assert.deepEqual(slice?.endpoints?.[0]?.conditions, { ready: false, serving: false, terminating: false });
    assert.match(slice?.metadata.name ?? '', /^a-[a-z0-9]{5}$/);
  });

  it('keeps a pod on its way out as serving and terminating', async () => {
    const { slices, add, store, remove } = await start();
    await add('p', '10.244.1.2', true);
    const pod = store.get('Pod', 'default', 'p');
    assert.ok(pod);
    store.put({ ...pod, spec: { ...pod.spec, nodeName: 'test-worker' } });
    remove('Pod', 'p');
    await settle();
    assert.deepEqual(slices()[0]?.endpoints?.[0]?.conditions, { ready: false, serving: true, terminating: true });
  });

  it('groups by resolved ports, a hundred to a slice', async () => {
    const { slices, add } = await start({ ports: [{ port: 80, targetPort: 'http' }] });
    await add('p1', '10.244.1.2', true, 8080);
    await add('p2', '10.244.1.3', true, 9090);
    assert.deepEqual(
      slices()
        .map(({ ports }) => ports?.[0]?.port)
        .toSorted(),
      [8080, 9090],
    );
    for (let number = 0; number < 105; number += 1) await add(`q${number}`, `10.244.2.${number + 2}`, true, 8080);
    assert.deepEqual(
      slices()
        .map(({ endpoints }) => endpoints?.length ?? 0)
        .toSorted((a, b) => a - b),
      [1, 6, 100],
    );
  });

  it('lists a pod without the named port, without ports', async () => {
    const { slices, add } = await start({ ports: [{ port: 80, targetPort: 'nope' }] });
    const [placeholder] = slices();
    assert.deepEqual([placeholder?.endpoints, placeholder?.ports], [null, null]);
    await add('p', '10.244.1.2', true, 8080);
    const [slice, ...others] = slices();
    assert.deepEqual(others, []);
    assert.deepEqual([slice?.endpoints?.length, slice?.ports, slice?.metadata.annotations], [1, null, undefined]);
  });

  it('goes with its Service, and when it becomes a name outside', async () => {
    const one = await start();
    one.store.remove('Service', 'default', 'a');
    await settle();
    assert.deepEqual(one.slices(), []);
    const two = await start();
    two.update('Service', 'a', (old) => ({
      ...old,
      spec: { ...(old['spec'] as object), type: 'ExternalName', externalName: 'b.c' },
    }));
    await settle();
    assert.deepEqual(two.slices(), []);
  });

  it('hints at zone and node', async () => {
    const { slices, add, store } = await start({ trafficDistribution: 'PreferSameNode' });
    await add('p', '10.244.1.2', true);
    const pod = store.get('Pod', 'default', 'p');
    assert.ok(pod);
    store.put({ ...pod, spec: { ...pod.spec, nodeName: 'test-worker' } });
    await settle();
    assert.deepEqual(slices()[0]?.endpoints?.[0]?.hints, { forNodes: [{ name: 'test-worker' }] });
  });
});
