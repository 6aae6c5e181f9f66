import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../runner/core/json.ts';
import { breakService } from '../../../../runner/selftest/operators/service.ts';
import { mistakesOf } from '../mistakes.ts';

const service = (spec: JsonObject): JsonObject => ({ kind: 'Service', metadata: { name: 'web' }, spec });
const broken = (spec: JsonObject): string[] => mistakesOf(breakService(service(spec)));

describe('mistakes in a Service', () => {
  it('change each term of the selector, and each number and name of a port', () =>
    assert.deepEqual(
      broken({
        selector: { app: 'web', tier: '' },
        ports: [
          { name: 'http', port: 80, targetPort: 'http', nodePort: 30_123 },
          { name: 'x', port: 65_535 },
        ],
      }),
      [
        'selector spec.selector.app=web-other',
        'selector spec.selector.tier=other',
        'port spec.ports.0.port=81',
        'target-port spec.ports.0.targetPort=http-x',
        'port-name spec.ports.0.name=http-other',
        'node-port spec.ports.0.nodePort=30124',
        'port spec.ports.1.port=65534',
        'target-port spec.ports.1.targetPort=65534',
        'port-name spec.ports.1.name=x-other',
      ],
    ));

  it('leave targetPort alone without a selector, for nothing reads it then', () =>
    assert.deepEqual(broken({ ports: [{ port: 80 }] }), ['port spec.ports.0.port=81']));

  it('leave the port of a headless Service alone, and give it a cluster IP', () =>
    assert.deepEqual(broken({ clusterIP: 'None', selector: { app: 'web' }, ports: [{ port: 80 }] }), [
      'selector spec.selector.app=web-other',
      'target-port spec.ports.0.targetPort=81',
      'cluster-ip spec.clusterIP=gone',
    ]));

  it('change the type to one that offers less, and drop its forbidden fields', () => {
    assert.deepEqual(broken({ type: 'LoadBalancer', ports: [] }), [
      'type spec.type=NodePort spec.allocateLoadBalancerNodePorts=gone spec.loadBalancerClass=gone spec.loadBalancerSourceRanges=gone',
    ]);
    assert.deepEqual(
      broken({ type: 'NodePort', externalTrafficPolicy: 'Local', ports: [{ port: 80, nodePort: 30_001 }] }),
      [
        'port spec.ports.0.port=81',
        'node-port spec.ports.0.nodePort=30002',
        'type spec.type=ClusterIP spec.externalTrafficPolicy=gone spec.ports.0.nodePort=gone',
        'traffic-policy spec.externalTrafficPolicy=Cluster',
      ],
    );
    assert.deepEqual(
      broken({ type: 'ExternalName', externalName: 'a.example.com', ports: [{ port: 80, name: 'http' }] }),
      [
        'type spec.type=ClusterIP spec.externalName=gone spec.ports=[{"port":80}]',
        'external-name spec.externalName=elsewhere.example.org',
      ],
    );
  });

  it('remove, add and shorten session affinity', () => {
    assert.deepEqual(
      broken({ sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 2 } } }),
      [
        'affinity spec.sessionAffinity=None spec.sessionAffinityConfig=gone',
        'affinity spec.sessionAffinityConfig.clientIP.timeoutSeconds=10800',
      ],
    );
    assert.deepEqual(broken({ sessionAffinity: 'None' }), ['affinity spec.sessionAffinity=ClientIP']);
  });

  it('turn Local into Cluster, and stop publishing not-ready addresses', () =>
    assert.deepEqual(broken({ internalTrafficPolicy: 'Local', publishNotReadyAddresses: true }), [
      'traffic-policy spec.internalTrafficPolicy=Cluster',
      'publish-not-ready spec.publishNotReadyAddresses=false',
    ]));

  it('change no field that the manifest leaves out', () => assert.deepEqual(broken({}), []));
});
