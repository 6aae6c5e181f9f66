import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  serviceVariables,
  variableNames,
  variablePrefix,
} from '../../../../../runner/steps/discover/support/service-variables.ts';
import { kubiaEnvironment } from '../../../../support/kubia-environment.ts';
import { serviceObject } from '../../../../support/service-objects.ts';

describe('serviceVariables', () => {
  it("C9 computes the kubelet's variables for a Service with two ports", () => {
    const { clusterIP, ports, variables } = kubiaEnvironment;
    assert.deepEqual(serviceVariables(serviceObject({ clusterIP, ports })), variables);
  });

  it('S23 turns dashes in names of Services and ports into underscores', () => {
    const ports = [{ name: 'dns-udp', port: 53, protocol: 'UDP' }];
    const variables = serviceVariables(serviceObject({ name: 'backend-database', ports }));
    assert.equal(variables['BACKEND_DATABASE_SERVICE_PORT_DNS_UDP'], '53');
    assert.equal(variables['BACKEND_DATABASE_PORT'], 'udp://10.96.0.10:53');
    assert.equal(variables['BACKEND_DATABASE_PORT_53_UDP_PROTO'], 'udp');
    assert.equal(variablePrefix(serviceObject({ name: 'backend-database' })), 'BACKEND_DATABASE_');
  });

  it('puts an IPv6 address in brackets only in URLs', () => {
    const variables = serviceVariables(serviceObject({ clusterIP: 'fd00::17' }));
    assert.equal(variables['KUBIA_SERVICE_HOST'], 'fd00::17');
    assert.equal(variables['KUBIA_PORT_80_TCP_ADDR'], 'fd00::17');
    assert.equal(variables['KUBIA_PORT'], 'tcp://[fd00::17]:80');
  });

  it('has no value for a Service without a cluster IP, but knows the names', () => {
    for (const clusterIP of ['None', '']) {
      const service = serviceObject({ clusterIP });
      assert.deepEqual(serviceVariables(service), {});
      assert.deepEqual(variableNames(service), Object.keys(serviceVariables(serviceObject())));
    }
    assert.deepEqual(variableNames(serviceObject({ clusterIP: '', ports: [] })), [
      'KUBIA_SERVICE_HOST',
      'KUBIA_SERVICE_PORT',
      'KUBIA_PORT',
    ]);
  });

  it('computes valid names that begin with the prefix', () => {
    const name = fc.stringMatching(/^[a-z]([-a-z0-9]{0,10}[a-z0-9])?$/);
    fc.assert(
      fc.property(name, name, fc.integer({ min: 1, max: 65_535 }), (service, port, number) => {
        const object = serviceObject({ name: service, ports: [{ name: port, port: number }] });
        for (const each of variableNames(object)) {
          assert.match(each, /^[A-Z][A-Z0-9_]*$/);
          assert.ok(each.startsWith(variablePrefix(object)));
        }
      }),
    );
  });
});
