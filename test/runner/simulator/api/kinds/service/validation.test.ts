import assert from 'node:assert/strict';
import { makeApi, serviceOf } from '../../../cluster.ts';

const http = { port: 80 };

describe('Service validation', () => {
  for (const [spec, message] of [
    [{ ports: [] }, 'spec.ports: Required value'],
    [
      { ports: [{ port: 70_000, targetPort: 1 }] },
      'spec.ports[0].port: Invalid value: 70000: must be between 1 and 65535, inclusive',
    ],
    [
      { ports: [{ port: 80, protocol: 'HTTP' }] },
      'spec.ports[0].protocol: Unsupported value: "HTTP": supported values: "SCTP", "TCP", "UDP"',
    ],
    [
      { ports: [{ port: 80, targetPort: '8080' }] },
      'spec.ports[0].targetPort: Invalid value: "8080": must contain at least one letter (a-z)',
    ],
    [
      {
        ports: [
          { ...http, name: 'a' },
          { port: 81, name: 'a' },
        ],
      },
      'spec.ports[1].name: Duplicate value: "a"',
    ],
    [
      {
        ports: [
          { ...http, name: 'a' },
          { ...http, name: 'b' },
        ],
      },
      'spec.ports[1]: Duplicate value: {"Name":"","Protocol":"TCP","AppProtocol":null,"Port":80,"TargetPort":0,"NodePort":0}',
    ],
    [
      { ports: [{ ...http, nodePort: 30_123 }] },
      "spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'",
    ],
    [
      { sessionAffinity: 'Cookie' },
      'spec.sessionAffinity: Unsupported value: "Cookie": supported values: "ClientIP", "None"',
    ],
    [
      { sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 86_401 } } },
      'spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 86401: must be greater than 0 and less than 86400',
    ],
    [
      { type: 'Foo' },
      'spec.type: Unsupported value: "Foo": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"',
    ],
    [
      { internalTrafficPolicy: 'X' },
      'spec.internalTrafficPolicy: Unsupported value: "X": supported values: "Cluster", "Local"',
    ],
    [
      { externalTrafficPolicy: 'Local' },
      'spec.externalTrafficPolicy: Invalid value: "Local": may only be set for externally-accessible services',
    ],
    [
      { trafficDistribution: 'X' },
      'spec.trafficDistribution: Unsupported value: "X": supported values: "PreferClose", "PreferSameZone", "PreferSameNode"',
    ],
    [{ type: 'ExternalName' }, 'spec.externalName: Required value'],
    [
      { type: 'ExternalName', externalName: 'a', clusterIP: '10.96.1.1' },
      'spec.clusterIPs: Forbidden: may not be set for ExternalName services',
    ],
    [
      { type: 'NodePort', clusterIP: 'None' },
      'spec.clusterIPs[0]: Invalid value: "None": may not be set to \'None\' for NodePort services',
    ],
    [
      { allocateLoadBalancerNodePorts: true },
      "spec.allocateLoadBalancerNodePorts: Forbidden: may only be used when `type` is 'LoadBalancer'",
    ],
    [{ loadBalancerClass: 'a/b' }, "spec.loadBalancerClass: Forbidden: may only be used when `type` is 'LoadBalancer'"],
    [
      { loadBalancerSourceRanges: ['10.0.0.0/8'] },
      "spec.LoadBalancerSourceRanges: Forbidden: may only be used when `type` is 'LoadBalancer'",
    ],
    [
      { healthCheckNodePort: 31_000 },
      "spec.healthCheckNodePort: Invalid value: 31000: may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'",
    ],
    [
      { externalIPs: ['127.0.0.1'] },
      'spec.externalIPs[0]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)',
    ],
  ] as const)
    it(message, () => {
      const { create } = makeApi();
      assert.throws(() => create('Service', serviceOf('a', { ports: [http], ...(spec as object) })), {
        code: 422,
        message: `Service "a" is invalid: ${message}`,
      });
    });

  it('refuses a name with a digit in front', () => {
    const { create } = makeApi();
    assert.throws(
      () => create('Service', serviceOf('1kubia')),
      /metadata.name: Invalid value: "1kubia": a DNS-1035 label/,
    );
  });

  it('takes what the chapter shows', () => {
    const { create } = makeApi();
    assert.ok(create('Service', serviceOf('affinity', { sessionAffinity: 'ClientIP' })));
    assert.ok(
      create(
        'Service',
        serviceOf('named', {
          ports: [
            { port: 80, name: 'http', targetPort: 'http' },
            { port: 443, name: 'https' },
          ],
        }),
      ),
    );
    assert.ok(
      create(
        'Service',
        serviceOf('external', { type: 'ExternalName', externalName: 'api.example.com.', ports: [{ port: 80 }] }),
      ),
    );
    assert.ok(create('Service', serviceOf('headless', { clusterIP: 'None' })));
    assert.ok(
      create(
        'Service',
        serviceOf('two', {
          ports: [
            { port: 53, name: 'a' },
            { port: 53, name: 'b', protocol: 'UDP' },
          ],
        }),
      ),
    );
  });
});
