import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../../runner/core/json.ts';
import { type SrvPort, srvLabels, srvTargets } from '../../../../../runner/steps/discover/support/srv-targets.ts';
import { Unmet } from '../../../../../runner/steps/finding.ts';
import { podEndpoint, serviceObject, sliceObject } from '../../../../support/service-objects.ts';

const full = 'kubia.demo.svc.cluster.local';
const ports: JsonObject[] = [
  { name: 'http', port: 80, protocol: 'TCP' },
  { name: 'dns', port: 53, protocol: 'UDP' },
];
const slicePorts = [
  { name: 'http', port: 8080, protocol: 'TCP' },
  { name: 'dns', port: 5353, protocol: 'UDP' },
];
const headless = serviceObject({ clusterIP: 'None', ports });
const http: SrvPort = { port: 'http', protocol: 'TCP' };

describe('srvTargets', () => {
  it('returns a Service with a cluster IP itself, with its own port', () => {
    const slice = sliceObject([podEndpoint('a', '10.244.0.1')], { ports: slicePorts });
    assert.deepEqual(srvTargets(serviceObject({ ports }), [slice], http)(full), [`${full}:80`]);
    assert.deepEqual(srvTargets(serviceObject({ ports }), [], { port: 'dns', protocol: 'UDP' })(full), [`${full}:53`]);
    assert.equal(srvLabels({ port: 'dns', protocol: 'UDP' }), '_dns._udp');
  });

  it('B41 returns each ready endpoint of a headless Service, with its port', () => {
    const slices = [
      sliceObject([podEndpoint('a', '10.244.0.1'), podEndpoint('b', '10.244.0.2', { ready: false })], {
        ports: slicePorts,
      }),
      sliceObject([{ ...podEndpoint('c', '10.244.0.3'), hostname: 'web-0' }, podEndpoint('d', '10.244.0.4', {})], {
        ports: slicePorts,
      }),
      sliceObject([podEndpoint('e', 'fd00::1:5')], { ports: slicePorts }),
    ];
    assert.deepEqual(srvTargets(headless, slices, http)(full), [
      `10-244-0-1.${full}:8080`,
      `10-244-0-4.${full}:8080`,
      `fd00--1-5.${full}:8080`,
      `web-0.${full}:8080`,
    ]);
    assert.deepEqual(srvTargets(headless, slices.slice(0, 1), { port: 'dns', protocol: 'UDP' })(full), [
      `10-244-0-1.${full}:5353`,
    ]);
  });

  it('returns one record for endpoints with the same hostname and port', () => {
    const twins = ['10.244.0.1', '10.244.0.2'].map((ip) => ({ ...podEndpoint('a', ip), hostname: 'web' }));
    assert.deepEqual(srvTargets(headless, [sliceObject(twins, { ports: slicePorts })], http)(full), [
      `web.${full}:8080`,
    ]);
  });

  const says = (service: ReturnType<typeof serviceObject>, port: SrvPort, code: string, pattern: RegExp) =>
    assert.throws(
      () => srvTargets(service, [], port),
      (fault) => fault instanceof Unmet && fault.reason.code === code && pattern.test(fault.message),
    );

  it('throws for a port without records', () => {
    says(
      headless,
      { port: 'https', protocol: 'TCP' },
      'not-found',
      /no port named https; it has 80\/TCP \(http\), 53\/UDP \(dns\)/,
    );
    says(serviceObject(), http, 'not-found', /no port named http; it has 80\/TCP\./);
    says(serviceObject({ ports: [] }), http, 'not-found', /it has none/);
    says(headless, { port: 'dns', protocol: 'TCP' }, 'not-found', /Port dns of Service kubia is UDP, not TCP/);
    says(serviceObject({ ports, spec: { type: 'ExternalName' } }), http, 'fields-mismatch', /ExternalName/);
  });
});
