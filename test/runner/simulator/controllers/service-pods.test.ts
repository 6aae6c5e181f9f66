import assert from 'node:assert/strict';
import {
  endpointPortsOf,
  hostnameIn,
  podsOf,
  selectsPods,
  servicesOf,
  targetPortOf,
} from '../../../../runner/simulator/controllers/service-pods.ts';
import type { Pod } from '../../../../runner/simulator/objects/pods.ts';
import type { Service } from '../../../../runner/simulator/objects/services.ts';
import { makeApi, podOf, report, serviceOf } from '../cluster.ts';

describe('pods of a Service', () => {
  it('need an address and must not have ended', () => {
    const { create, context } = makeApi();
    const service = create('Service', serviceOf('a')) as unknown as Service;
    create('Pod', podOf('p', { app: 'a' }));
    assert.deepEqual(podsOf(context.pods, service, true), []);
    report(context, 'p', { ip: '10.244.1.2', ready: false });
    assert.equal(podsOf(context.pods, service, true).length, 1);
    report(context, 'p', { ip: '10.244.1.2', ready: false, phase: 'Failed' });
    assert.deepEqual(podsOf(context.pods, service, true), []);
  });

  it('resolve a named port each for itself, by name and protocol', () => {
    const { create } = makeApi();
    const pod = create('Pod', podOf('p')) as unknown as Pod;
    assert.equal(targetPortOf(pod, { port: 80, targetPort: 'http', protocol: 'TCP' }), 8080);
    assert.equal(targetPortOf(pod, { port: 80, targetPort: 'http', protocol: 'UDP' }), undefined);
    const service = create(
      'Service',
      serviceOf('a', { ports: [{ port: 80, targetPort: 'nope' }] }),
    ) as unknown as Service;
    assert.deepEqual(endpointPortsOf(service, pod), []);
  });

  it('have a hostname only under their subdomain', () => {
    const { create } = makeApi();
    const pod = create('Pod', podOf('p', {}, { hostname: 'h', subdomain: 'a' })) as unknown as Pod;
    assert.equal(hostnameIn(create('Service', serviceOf('a')) as unknown as Service, pod), 'h');
    assert.equal(hostnameIn(create('Service', serviceOf('b')) as unknown as Service, pod), undefined);
  });

  it('concern the Services that select them, before and after', () => {
    const { create, store } = makeApi();
    const service = create('Service', serviceOf('a')) as unknown as Service;
    assert.equal(selectsPods(service), true);
    const previous = create('Pod', podOf('p', { app: 'a' }));
    const object = { ...previous, metadata: { ...previous.metadata, labels: {} } };
    assert.deepEqual(servicesOf(store, { type: 'MODIFIED', kind: 'Pod', object, previous, version: 1 }), ['default/a']);
  });
});
