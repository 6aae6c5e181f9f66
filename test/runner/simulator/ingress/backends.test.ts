import assert from 'node:assert/strict';
import { serversOf } from '../../../../runner/simulator/ingress/backends.ts';
import { endpoint, testClusterState } from '../support/cluster-state.ts';

describe('the pods behind a backend', () => {
  const clusterState = testClusterState();
  const ports = [{ name: 'http', port: 80, targetPort: 8080 }];
  clusterState.service('a', { clusterIP: '10.96.0.5', ports }, [
    endpoint('10.244.1.5'),
    endpoint('10.244.1.4'),
    endpoint('10.244.1.6', 'n', { conditions: { ready: false, serving: false } }),
    endpoint('10.244.1.7', 'n', { conditions: { ready: false, serving: true, terminating: true } }),
  ]);
  clusterState.service('empty', { clusterIP: '10.96.0.6', ports });
  clusterState.service('far', { type: 'ExternalName', externalName: 'x.org', ports });

  for (const [service, port, expected] of [
    ['a', 80, ['10.244.1.4:8080', '10.244.1.5:8080']],
    ['a', 'http', ['10.244.1.4:8080', '10.244.1.5:8080']],
    ['a', 8080, undefined],
    ['a', undefined, undefined],
    ['empty', 80, []],
    ['far', 80, undefined],
    ['nope', 80, undefined],
  ] as const)
    it(`B69 ${service} port ${port}`, () => {
      const servers = serversOf(clusterState, { namespace: 'default', service, port });
      assert.deepEqual(
        servers?.map(({ ip, port: number }) => `${ip}:${number}`),
        expected,
      );
    });
});
