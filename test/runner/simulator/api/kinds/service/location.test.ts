import assert from 'node:assert/strict';
import { locateService } from '../../../../../../runner/simulator/api/kinds/service/location.ts';
import { serviceKind } from '../../../../../../runner/simulator/api/kinds/service/strategy.ts';
import { makeApi, podOf, serviceOf } from '../../../cluster.ts';

describe('the location of a Service', () => {
  it('is one of its ready pods, at the port that is asked for by name or number', () => {
    const { create, store, random } = makeApi();
    create('Pod', podOf('p'));
    create('Service', serviceOf('web', { ports: [{ name: 'http', port: 80 }] }));
    const locate = (id: string) =>
      locateService(id, { resource: serviceKind.resource, store, random, namespace: 'default' });
    assert.throws(() => locate('web:http'), /services "web" not found/);
    const targetRef = { kind: 'Pod', namespace: 'default', name: 'p' };
    create('Endpoints', {
      metadata: { name: 'web' },
      subsets: [{ addresses: [{ ip: '10.244.0.1', targetRef }], ports: [{ name: 'http', port: 8080 }] }],
    });
    for (const id of ['web:http', 'web:80'])
      assert.deepEqual(locate(id), { secure: false, ip: '10.244.0.1', port: 8080 });
    assert.throws(() => locate('web:81'), /no service port 81 found for service "web"/);
    assert.throws(() => locate('web:other'), /no endpoints available for service "web:other"/);
  });
});
