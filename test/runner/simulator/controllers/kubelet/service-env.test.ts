import assert from 'node:assert/strict';
import type { Service } from '../../../../../runner/simulator/api/objects.ts';
import {
  serviceEnvironment,
  serviceVariables,
} from '../../../../../runner/simulator/controllers/kubelet/service-env.ts';
import { makeApi, serviceOf } from '../../cluster.ts';

const service = (name: string, spec: object): Service => ({ metadata: { name }, spec }) as Service;

describe('variables of Services', () => {
  it('two named ports, as the oracle lists them', () => {
    const ports = [
      { name: 'http', port: 80, protocol: 'TCP', targetPort: 8080 },
      { name: 'https', port: 443, protocol: 'TCP', targetPort: 8443 },
    ];
    assert.deepEqual(serviceVariables(service('kubia', { type: 'ClusterIP', clusterIP: '10.111.249.153', ports })), {
      KUBIA_SERVICE_HOST: '10.111.249.153',
      KUBIA_SERVICE_PORT: '80',
      KUBIA_SERVICE_PORT_HTTP: '80',
      KUBIA_SERVICE_PORT_HTTPS: '443',
      KUBIA_PORT: 'tcp://10.111.249.153:80',
      KUBIA_PORT_80_TCP: 'tcp://10.111.249.153:80',
      KUBIA_PORT_80_TCP_PROTO: 'tcp',
      KUBIA_PORT_80_TCP_PORT: '80',
      KUBIA_PORT_80_TCP_ADDR: '10.111.249.153',
      KUBIA_PORT_443_TCP: 'tcp://10.111.249.153:443',
      KUBIA_PORT_443_TCP_PROTO: 'tcp',
      KUBIA_PORT_443_TCP_PORT: '443',
      KUBIA_PORT_443_TCP_ADDR: '10.111.249.153',
    });
  });

  it('dashes become underscores; headless and external Services have none', () => {
    const ports = [{ port: 1, protocol: 'UDP', targetPort: 1 }];
    assert.ok(
      'BACKEND_DATABASE_SERVICE_HOST' in serviceVariables(service('backend-database', { clusterIP: '1.1.1.1', ports })),
    );
    assert.deepEqual(serviceVariables(service('a', { clusterIP: 'None', ports })), {});
    assert.deepEqual(serviceVariables(service('a', { ports })), {});
  });

  it('come from the own namespace, and without links from default/kubernetes alone', () => {
    const { create, store } = makeApi();
    create('Service', serviceOf('kubernetes'));
    create('Service', serviceOf('kubia'));
    assert.ok('KUBIA_SERVICE_HOST' in serviceEnvironment(store, 'default', true));
    assert.deepEqual(
      Object.keys(serviceEnvironment(store, 'default', false)).filter((name) => !name.startsWith('KUBERNETES_')),
      [],
    );
    assert.ok('KUBERNETES_SERVICE_HOST' in serviceEnvironment(store, 'other', false));
  });
});
