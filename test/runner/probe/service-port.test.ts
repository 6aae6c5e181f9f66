import assert from 'node:assert/strict';
import { Unmet } from '../../../runner/core/rejection.ts';
import { nodePortOf, portList, servicePort } from '../../../runner/probe/service-port.ts';
import { serviceObject } from '../../support/service-objects.ts';

const dns = serviceObject({
  ports: [
    { name: 'web', port: 80 },
    { name: 'dns', port: 53, protocol: 'UDP' },
    { name: 'dns-tcp', port: 53, protocol: 'TCP' },
  ],
});

describe('servicePort', () => {
  it('is the first port by default', () => assert.equal(servicePort(dns, {})['name'], 'web'));

  it('finds a port by its number or its name', () => {
    assert.equal(servicePort(dns, { port: 53 })['name'], 'dns');
    assert.equal(servicePort(dns, { port: 'dns-tcp' })['port'], 53);
  });

  it('distinguishes TCP from UDP', () => {
    assert.equal(servicePort(dns, { port: 53, protocol: 'TCP' })['name'], 'dns-tcp');
    assert.equal(servicePort(dns, { protocol: 'UDP' })['name'], 'dns');
  });

  it('lists the ports that exist', () => {
    const messageOf = (query: Parameters<typeof servicePort>[1], service = dns): string => {
      try {
        servicePort(service, query);
      } catch (cause) {
        assert.ok(cause instanceof Unmet);
        assert.equal(cause.reason.code, 'not-found');
        return cause.message;
      }
      return 'found';
    };
    const has = 'it has 80/TCP (web), 53/UDP (dns), 53/TCP (dns-tcp).';
    assert.equal(messageOf({ port: 81 }), `Service kubia has no port 81; ${has}`);
    assert.equal(messageOf({ port: 'dns', protocol: 'TCP' }), `Service kubia has no TCP port dns; ${has}`);
    assert.equal(messageOf({}, serviceObject({ ports: [] })), 'Service kubia has no port; it has none.');
  });
});

describe('portList', () => {
  it('leaves out a missing name', () => assert.equal(portList(serviceObject()), '80/TCP'));
});

describe('nodePortOf', () => {
  const service = serviceObject({
    ports: [
      { name: 'a', port: 80 },
      { name: 'b', port: 81, nodePort: 30081 },
    ],
  });
  it('is the first node port by default', () => assert.equal(nodePortOf(service), 30081));
  it('is the node port of a port, by number or name', () => {
    assert.equal(nodePortOf(service, 'b'), 30081);
    assert.equal(nodePortOf(service, 81), 30081);
    assert.equal(nodePortOf(service, 'a'), undefined);
  });
  it('is undefined for a Service of type ClusterIP', () => assert.equal(nodePortOf(serviceObject()), undefined));
});
