import assert from 'node:assert/strict';
import { EndpointsController } from '../../../../runner/simulator/controllers/endpoints.ts';
import { makeCluster, podOf, report, serviceOf, settle } from '../cluster.ts';

describe('Endpoints controller', () => {
  const start = async (spec: object = {}) => {
    const cluster = makeCluster((context) => [new EndpointsController(context)]);
    cluster.create('Service', { ...serviceOf('a', spec as never), metadata: { name: 'a', labels: { own: 'x' } } });
    for (const [name, ip] of [
      ['p1', '10.244.1.10'],
      ['p2', '10.244.1.4'],
    ] as const) {
      cluster.create('Pod', podOf(name, { app: 'a' }));
      report(cluster.context, name, { ip, ready: name === 'p1' });
    }
    await settle();
    return { ...cluster, found: () => cluster.store.get('Endpoints', 'default', 'a') };
  };

  it('sorts ready from not ready, by text', async () => {
    const { found, context } = await start();
    assert.deepEqual(
      found()?.subsets?.map((each) => [
        each.addresses?.map(({ ip }) => ip),
        each.notReadyAddresses?.map(({ ip }) => ip),
        each.ports,
      ]),
      [[['10.244.1.10'], ['10.244.1.4'], [{ port: 8080, protocol: 'TCP' }]]],
    );
    assert.deepEqual(found()?.metadata.labels, {
      own: 'x',
      'endpoints.kubernetes.io/managed-by': 'endpoint-controller',
    });
    report(context, 'p2', { ip: '10.244.1.4', ready: true });
    await settle();
    assert.deepEqual(
      found()?.subsets?.[0]?.addresses?.map(({ ip }) => ip),
      ['10.244.1.10', '10.244.1.4'],
    );
  });

  it('a pod on its way out leaves at once, unless not-ready ones are published', async () => {
    const { remove, store, found } = await start();
    const pod = store.get('Pod', 'default', 'p1');
    assert.ok(pod);
    store.put({ ...pod, spec: { ...pod.spec, nodeName: 'n' } });
    remove('Pod', 'p1');
    await settle();
    assert.equal(found()?.subsets?.[0]?.addresses, undefined);
    const published = await start({ publishNotReadyAddresses: true });
    assert.equal(published.found()?.subsets?.[0]?.addresses?.length, 2);
  });

  it('keeps what somebody wrote into it until the next change of its pods, comes back, and goes with its Service', async () => {
    const { found, store, update } = await start();
    update('Endpoints', 'a', (old) => ({ ...old, subsets: [] }));
    await settle();
    assert.equal(found()?.subsets?.length, 0);
    store.remove('Pod', 'default', 'p1');
    await settle();
    assert.equal(found()?.subsets?.length, 1);
    store.remove('Endpoints', 'default', 'a');
    await settle();
    assert.equal(found()?.subsets?.length, 1);
    store.remove('Service', 'default', 'a');
    await settle();
    assert.equal(found(), undefined);
  });

  it('B4 lists at most a thousand addresses, and marks that there are more', async () => {
    const { create, context, found } = await start();
    for (let index = 0; index < 1001; index++) {
      create('Pod', podOf(`many-${index}`, { app: 'a' }));
      report(context, `many-${index}`, { ip: `10.244.${2 + (index >> 8)}.${index & 255}`, ready: true });
    }
    await settle();
    const subsets = found()?.subsets ?? [];
    assert.equal(
      subsets.reduce(
        (sum, { addresses = [], notReadyAddresses = [] }) => sum + addresses.length + notReadyAddresses.length,
        0,
      ),
      1000,
    );
    assert.equal(found()?.metadata.annotations?.['endpoints.kubernetes.io/over-capacity'], 'truncated');
  });

  it('ports that not all pods have make subsets of their own', async () => {
    const ports = [
      { name: 'a', port: 80, targetPort: 'http' },
      { name: 'b', port: 81, targetPort: 8080 },
    ];
    const cluster = makeCluster((context) => [new EndpointsController(context)]);
    cluster.create('Service', serviceOf('a', { ports }));
    for (const [name, ip, port] of [
      ['p1', '10.244.1.4', 'http'],
      ['p2', '10.244.1.5', 'web'],
    ] as const) {
      const containers = [{ name: 'main', image: 'x', ports: [{ containerPort: 8080, name: port }] }];
      cluster.create('Pod', podOf(name, { app: 'a' }, { containers }));
      report(cluster.context, name, { ip, ready: true });
    }
    await settle();
    assert.deepEqual(
      cluster.store
        .get('Endpoints', 'default', 'a')
        ?.subsets?.map((subset) => [subset.ports?.map(({ name }) => name), subset.addresses?.map(({ ip }) => ip)]),
      [
        [['a'], ['10.244.1.4']],
        [['b'], ['10.244.1.4', '10.244.1.5']],
      ],
    );
  });

  it('without selector there is none', async () => {
    const { found } = await start({ selector: null });
    assert.equal(found(), undefined);
  });
});
