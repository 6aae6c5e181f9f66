import assert from 'node:assert/strict';
import type { Service } from '../../../../../../runner/simulator/objects/services.ts';
import { makeApi, serviceOf } from '../../../cluster.ts';

const specOf = (object: unknown): Service['spec'] => (object as Service).spec;

describe('service allocation', () => {
  it('gives cluster IPs from the upper band and node ports from 30086 on', () => {
    const { create } = makeApi();
    const ips = new Set<string>();
    for (let number = 0; number < 50; number += 1) {
      const spec = specOf(create('Service', serviceOf(`s${number}`, { type: 'NodePort' })));
      const [, , third = 0] = (spec.clusterIP ?? '').split('.').map(Number);
      assert.ok(third >= 1, spec.clusterIP);
      assert.ok((spec.ports?.[0]?.nodePort ?? 0) >= 30_086);
      ips.add(spec.clusterIP ?? '');
    }
    assert.equal(ips.size, 50);
  });

  it('a dry run sees neither the range of node ports nor which addresses are taken', () => {
    const { create } = makeApi();
    const tryOut = (spec: object) =>
      create('Service', serviceOf('tried', spec as never), { manager: 'test', dryRun: true });
    create('Service', serviceOf('holder', { clusterIP: '10.96.0.50' }));
    tryOut({ clusterIP: '10.96.0.50' });
    tryOut({ type: 'NodePort', ports: [{ port: 80, nodePort: 80 }] });
    assert.throws(
      () => tryOut({ clusterIP: '10.96.0.0' }),
      /the provided IP \(10\.96\.0\.0\) is not in the valid range/,
    );
  });

  for (const [spec, message] of [
    [
      { clusterIP: '1.1.1.1' },
      'spec.clusterIPs: Invalid value: ["1.1.1.1"]: failed to allocate IP 1.1.1.1: the provided network does not match the current range',
    ],
    [
      { clusterIP: '10.96.0.50' },
      'spec.clusterIPs: Invalid value: ["10.96.0.50"]: failed to allocate IP 10.96.0.50: provided IP is already allocated',
    ],
    [
      { clusterIP: 'x' },
      'spec.clusterIPs[0]: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
    ],
    [
      { type: 'NodePort', ports: [{ port: 80, nodePort: 80 }] },
      'spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767',
    ],
    [
      { type: 'NodePort', ports: [{ port: 80, nodePort: 30123 }] },
      'spec.ports[0].nodePort: Invalid value: 30123: provided port is already allocated',
    ],
    [
      { ipFamilyPolicy: 'RequireDualStack' },
      'spec.ipFamilyPolicy: Invalid value: "RequireDualStack": this cluster is not configured for dual-stack services',
    ],
  ] as const)
    it(message, () => {
      const { create } = makeApi();
      create(
        'Service',
        serviceOf('first', { type: 'NodePort', clusterIP: '10.96.0.50', ports: [{ port: 80, nodePort: 30_123 }] }),
      );
      assert.throws(
        () =>
          create(
            'Service',
            serviceOf('second', { ...spec, ports: 'ports' in spec ? [...spec.ports] : [{ port: 80 }] }),
          ),
        {
          message: `Service "second" is invalid: ${message}`,
        },
      );
    });

  it('frees what a deleted Service had', () => {
    const { create, store } = makeApi();
    const fixed = { type: 'NodePort', clusterIP: '10.96.0.50', ports: [{ port: 80, nodePort: 30_123 }] };
    create('Service', serviceOf('a', fixed));
    store.remove('Service', 'default', 'a');
    assert.equal(specOf(create('Service', serviceOf('b', fixed))).clusterIP, '10.96.0.50');
  });

  it('one number serves TCP and UDP of one port', () => {
    const { create } = makeApi();
    const ports = [
      { name: 'a', port: 53, protocol: 'TCP' },
      { name: 'b', port: 53, protocol: 'UDP' },
    ];
    const given = specOf(create('Service', serviceOf('dns', { type: 'NodePort', ports }))).ports ?? [];
    assert.equal(given[0]?.nodePort, given[1]?.nodePort);
  });

  it('headless without selector takes both families, a health check port comes with Local', () => {
    const { create } = makeApi();
    const headless = specOf(create('Service', { metadata: { name: 'h' }, spec: { clusterIP: 'None' } }));
    assert.deepEqual(headless.ipFamilies, ['IPv4', 'IPv6']);
    const local = specOf(create('Service', serviceOf('l', { type: 'LoadBalancer', externalTrafficPolicy: 'Local' })));
    assert.ok((local.healthCheckNodePort ?? 0) >= 30_000);
  });
});
