import assert from 'node:assert/strict';
import { mirroringController } from '../../../../runner/simulator/controllers/mirroring.ts';
import { makeCluster, settle } from '../cluster.ts';

const subsets = [{ addresses: [{ ip: '11.11.11.11' }, { ip: '22.22.22.22' }], ports: [{ port: 80 }] }];

describe('mirroring of Endpoints', () => {
  const start = async (labels: Record<string, string> = {}) => {
    const cluster = makeCluster((context) => [mirroringController(context)]);
    cluster.create('Service', { metadata: { name: 'external' }, spec: { ports: [{ port: 80 }] } });
    const annotations = { mine: 'x', 'kubectl.kubernetes.io/last-applied-configuration': '{}' };
    cluster.create('Endpoints', { metadata: { name: 'external', labels, annotations }, subsets });
    await settle();
    return { ...cluster, slices: () => cluster.store.list('EndpointSlice', 'default') };
  };

  it('makes a slice that follows and goes', async () => {
    const { slices, update, store } = await start();
    const [slice] = slices();
    assert.deepEqual(
      slice?.endpoints?.map(({ addresses }) => addresses[0]),
      ['11.11.11.11', '22.22.22.22'],
    );
    assert.equal(slice?.metadata.labels?.['kubernetes.io/service-name'], 'external');
    assert.deepEqual(slice?.metadata.annotations, { mine: 'x' });
    update('Endpoints', 'external', (old) => ({
      ...old,
      subsets: [{ notReadyAddresses: [{ ip: '33.33.33.33' }], ports: [{ port: 80 }] }],
    }));
    await settle();
    assert.deepEqual(
      slices()[0]?.endpoints?.map(({ conditions }) => conditions.ready),
      [false],
    );
    store.remove('Endpoints', 'default', 'external');
    await settle();
    assert.deepEqual(slices(), []);
  });

  it('leaves alone Endpoints that ask for it, and Services with a selector', async () => {
    assert.deepEqual((await start({ 'endpointslice.kubernetes.io/skip-mirror': 'true' })).slices(), []);
    const { slices, update } = await start();
    update('Service', 'external', (old) => ({ ...old, spec: { ...(old['spec'] as object), selector: { a: 'b' } } }));
    await settle();
    assert.deepEqual(slices(), []);
  });
});
