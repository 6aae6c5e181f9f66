import assert from 'node:assert/strict';
import { serviceKind } from '../../../../../../runner/simulator/api/kinds/service/strategy.ts';
import { makeApi, serviceOf } from '../../../cluster.ts';

describe('Service', () => {
  it('gets an address, has no generation, and keeps the address when a client leaves it out', () => {
    const { create, update } = makeApi();
    const made = create('Service', serviceOf('a'));
    assert.equal(made.metadata.generation, undefined);
    const address = (made['spec'] as { clusterIP: string }).clusterIP;
    assert.match(address, /^10\.96\./);
    const changed = update('Service', 'a', () => serviceOf('a', { sessionAffinity: 'ClientIP' }));
    assert.equal((changed['spec'] as { clusterIP: string }).clusterIP, address);
  });

  it('has the name of a DNS label that begins with a letter', () =>
    assert.throws(() => makeApi().create('Service', serviceOf('1a')), /a DNS-1035 label must consist of/));

  it('an alias has no traffic policy', () => {
    const made = makeApi().create(
      'Service',
      serviceOf('a', { type: 'ExternalName', externalName: 'b.c', internalTrafficPolicy: 'Local' }),
    );
    assert.equal((made['spec'] as Record<string, unknown>)['internalTrafficPolicy'], undefined);
  });

  it('warns of addresses in an old form', () => {
    const service = { metadata: {}, spec: { externalIPs: ['010.0.0.1'] } } as never;
    assert.deepEqual(serviceKind.warnings?.(service, true), [
      'spec.externalIPs[0]: non-standard IP address "010.0.0.1" will be considered invalid in a future Kubernetes release: use "10.0.0.1"',
    ]);
  });
});
