import assert from 'node:assert/strict';
import { servicesFor, serviceVariables } from '../../../../../runner/simulator/controllers/kubelet/service-env.ts';
import type { Service } from '../../../../../runner/simulator/objects/services.ts';
import { kubiaEnvironment } from '../../../../support/kubia-environment.ts';
import { makeApi, serviceOf } from '../../cluster.ts';

const service = (name: string, spec: object): Service => ({ metadata: { name }, spec }) as Service;

describe('variables of Services', () => {
  it('two named ports, as the oracle lists them', () => {
    const { clusterIP, ports, variables } = kubiaEnvironment;
    assert.deepEqual(serviceVariables(service('kubia', { type: 'ClusterIP', clusterIP, ports })), variables);
  });

  it('dashes become underscores; headless and external Services have none', () => {
    const ports = [{ port: 1, protocol: 'UDP', targetPort: 1 }];
    assert.ok(
      'BACKEND_DATABASE_SERVICE_HOST' in serviceVariables(service('backend-database', { clusterIP: '1.1.1.1', ports })),
    );
    assert.equal(serviceVariables(service('a', { clusterIP: 'fd00::1', ports }))['A_PORT'], 'udp://[fd00::1]:1');
    assert.deepEqual(serviceVariables(service('a', { clusterIP: 'None', ports })), {});
    assert.deepEqual(serviceVariables(service('a', { ports })), {});
  });

  it('come from the own namespace, and without links from default/kubernetes alone', () => {
    const { create, store } = makeApi();
    create('Service', serviceOf('kubernetes'));
    create('Service', serviceOf('kubia'));
    const names = (namespace: string, links: boolean): Set<string> =>
      new Set(servicesFor(store, namespace, links)().map(({ metadata }) => metadata.name));
    assert.deepEqual(names('default', true), new Set(['kubernetes', 'kubia']));
    assert.deepEqual(names('default', false), new Set(['kubernetes']));
    assert.deepEqual(names('other', true), new Set(['kubernetes']));
  });

  it('are those of the time when they were asked for', () => {
    const { create, store } = makeApi();
    create('Service', serviceOf('first'));
    const found = servicesFor(store, 'default', true);
    create('Service', serviceOf('second'));
    assert.deepEqual(
      found().map(({ metadata }) => metadata.name),
      ['first'],
    );
  });
});
