import assert from 'node:assert/strict';
import { applyStrategicPatch } from '../../../../../runner/simulator/api/patch/strategic.ts';
import { schemaOf } from '../../../../../runner/simulator/api/schema/schema.ts';

const deployment = schemaOf('apps', 'v1', 'Deployment');
const service = schemaOf('', 'v1', 'Service');
const withContainers = (...containers: object[]) => ({ spec: { template: { spec: { containers } } } }) as never;

describe('strategic merge patch', () => {
  it('merges containers by name', () => {
    const live = withContainers({ name: 'a', image: 'x:1' }, { name: 'b', image: 'y:1' });
    const patch = withContainers({ name: 'b', image: 'y:2' }, { name: 'c', image: 'z' });
    assert.deepEqual(
      applyStrategicPatch(live, patch, deployment),
      withContainers({ name: 'a', image: 'x:1' }, { name: 'b', image: 'y:2' }, { name: 'c', image: 'z' }),
    );
  });

  it('puts what is new before what the patch does not name', () => {
    const live = withContainers({ name: 'a' }, { name: 'b' });
    assert.deepEqual(
      applyStrategicPatch(live, withContainers({ name: 'c' }), deployment),
      withContainers({ name: 'c' }, { name: 'a' }, { name: 'b' }),
    );
    assert.deepEqual(
      applyStrategicPatch(live, withContainers({ name: 'c' }, { name: 'b', image: 'x' }), deployment),
      withContainers({ name: 'c' }, { name: 'a' }, { name: 'b', image: 'x' }),
    );
    const ordered = { spec: { template: { spec: { '$setElementOrder/containers': [{ name: 'b' }] } } } };
    assert.deepEqual(applyStrategicPatch(live, ordered, deployment), live);
  });

  it('deletes an item, replaces a list, keeps an order', () => {
    const live = withContainers({ name: 'a' }, { name: 'b' });
    assert.deepEqual(
      applyStrategicPatch(live, withContainers({ name: 'a', $patch: 'delete' }), deployment),
      withContainers({ name: 'b' }),
    );
    assert.deepEqual(
      applyStrategicPatch(live, withContainers({ $patch: 'replace' }, { name: 'z' }), deployment),
      withContainers({ name: 'z' }),
    );
    const order = { spec: { template: { spec: { '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }] } } } };
    assert.deepEqual(applyStrategicPatch(live, order, deployment), withContainers({ name: 'b' }, { name: 'a' }));
  });

  it('replaces what has no merge key, removes on null', () => {
    const live = { spec: { selector: { app: 'a', tier: 'b' }, externalIPs: ['1.1.1.1'] } };
    const patch = { spec: { selector: { tier: null }, externalIPs: ['2.2.2.2'] } };
    assert.deepEqual(applyStrategicPatch(live, patch, service), {
      spec: { selector: { app: 'a' }, externalIPs: ['2.2.2.2'] },
    });
  });

  it('works on lists of scalars', () => {
    const live = { metadata: { finalizers: ['a', 'b'] } };
    const more = applyStrategicPatch(live, { metadata: { finalizers: ['b', 'c'] } }, service);
    assert.deepEqual(more, { metadata: { finalizers: ['a', 'b', 'c'] } });
    const less = applyStrategicPatch(live, { metadata: { '$deleteFromPrimitiveList/finalizers': ['a'] } }, service);
    assert.deepEqual(less, { metadata: { finalizers: ['b'] } });
  });

  it('keeps only the keys asked for', () => {
    const live = { spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } } };
    const patch = { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } };
    assert.deepEqual(applyStrategicPatch(live, patch, deployment), { spec: { strategy: { type: 'Recreate' } } });
  });

  it('refuses an item without its key', () => {
    assert.throws(() => applyStrategicPatch(withContainers(), withContainers({ image: 'x' }), deployment), {
      code: 400,
    });
  });
});
