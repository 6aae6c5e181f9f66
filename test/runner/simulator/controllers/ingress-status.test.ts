import assert from 'node:assert/strict';
import { IngressStatus } from '../../../../runner/simulator/controllers/ingress-status.ts';
import { makeCluster, settle } from '../cluster.ts';

describe('ingress status', () => {
  it('publishes the address in Ingresses of its class alone', async () => {
    let status: IngressStatus | undefined;
    const { create, store } = makeCluster((context) => {
      status = new IngressStatus(context, 'me/controller');
      return [status];
    });
    create('IngressClass', { metadata: { name: 'mine' }, spec: { controller: 'me/controller' } });
    const defaultBackend = { service: { name: 'a', port: { number: 80 } } };
    create('Ingress', { metadata: { name: 'one' }, spec: { ingressClassName: 'mine', defaultBackend } });
    create('Ingress', { metadata: { name: 'two' }, spec: { ingressClassName: 'other', defaultBackend } });
    await settle();
    const ipOf = (name: string) => store.get('Ingress', 'default', name)?.status.loadBalancer?.ingress?.[0]?.ip;
    assert.equal(ipOf('one'), undefined);
    status?.enable('172.18.0.100');
    assert.deepEqual([ipOf('one'), ipOf('two')], ['172.18.0.100', undefined]);
  });
});
