import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../../../runner/cluster/cluster.ts';
import type { JsonObject } from '../../../../../runner/core/json.ts';
import {
  CannotExpose,
  type ExposeOptions,
  exposedService,
} from '../../../../../runner/steps/act/support/exposed-service.ts';
import { podObject, serviceObject } from '../../../../support/service-objects.ts';
import { workloadObject } from '../../../../support/workload-objects.ts';

const template = (...ports: JsonObject[]): JsonObject => ({
  template: { spec: { containers: [{ name: 'a', ports }] } },
});
const web = { containerPort: 8080 };
const deployment = (spec: JsonObject = template(web), kind = 'Deployment') => workloadObject({ kind, spec });
const expose = (object: KubernetesObject, options: ExposeOptions = {}) => exposedService(object, options);
const specOf = (service: KubernetesObject) => service['spec'] as JsonObject;
const refuses = (object: KubernetesObject, message: string, options: ExposeOptions = {}) =>
  assert.throws(
    () => expose(object, options),
    (fault) => fault instanceof CannotExpose && fault.message === message,
  );
const noSelector = "couldn't retrieve selectors via --selector flag or introspection: ";

describe('exposedService', () => {
  it('takes selector, ports, labels and name from a Deployment', () => {
    assert.deepEqual(expose(deployment()), {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'kubia', namespace: 'demo', labels: { app: 'kubia' } },
      spec: { selector: { app: 'kubia' }, ports: [{ port: 8080, protocol: 'TCP', targetPort: 8080 }] },
    });
  });

  it('takes them from other kinds', () => {
    for (const kind of ['ReplicaSet', 'ReplicationController'])
      assert.deepEqual(specOf(expose(deployment(template(web), kind)))['selector'], { app: 'kubia' });
    assert.deepEqual(specOf(expose(podObject('kubia-1'))), {
      selector: { app: 'kubia' },
      ports: [{ port: 8080, protocol: 'TCP', targetPort: 8080 }],
    });
    assert.deepEqual(specOf(expose(serviceObject())), {
      selector: { app: 'kubia' },
      ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
    });
  });

  it('uses the stated values', () => {
    const service = expose(deployment(), {
      name: 'web',
      port: 80,
      targetPort: 'http',
      type: 'NodePort',
      protocol: 'UDP',
      labels: { tier: 'front' },
    });
    assert.deepEqual(service.metadata, { name: 'web', namespace: 'demo', labels: { tier: 'front' } });
    assert.deepEqual(specOf(service), {
      selector: { app: 'kubia' },
      type: 'NodePort',
      ports: [{ port: 80, protocol: 'UDP', targetPort: 'http' }],
    });
  });

  it('names the ports when there are several', () => {
    const ports = template(web, { containerPort: 8443 });
    assert.deepEqual(specOf(expose(deployment(ports)))['ports'], [
      { name: 'port-1', port: 8080, protocol: 'TCP', targetPort: 8080 },
      { name: 'port-2', port: 8443, protocol: 'TCP', targetPort: 8443 },
    ]);
    assert.deepEqual(specOf(expose(deployment(ports), { targetPort: 9 }))['ports'], [
      { name: 'port-1', port: 8080, protocol: 'TCP', targetPort: 9 },
      { name: 'port-2', port: 8443, protocol: 'TCP', targetPort: 9 },
    ]);
  });

  it('keeps the declared protocols', () => {
    const dns = template({ containerPort: 53, protocol: 'UDP' });
    assert.deepEqual(specOf(expose(deployment(dns)))['ports'], [{ port: 53, protocol: 'UDP', targetPort: 53 }]);
    const both = template({ containerPort: 53, protocol: 'UDP' }, { containerPort: 53, protocol: 'TCP' });
    assert.deepEqual(specOf(expose(deployment(both)))['ports'], [
      { name: 'port-1-udp', port: 53, protocol: 'UDP', targetPort: 53 },
      { name: 'port-1-tcp', port: 53, protocol: 'TCP', targetPort: 53 },
    ]);
    assert.deepEqual(specOf(expose(deployment(both), { protocol: 'TCP' }))['ports'], [
      { port: 53, protocol: 'TCP', targetPort: 53 },
    ]);
  });

  it('uses the declared protocol of a stated port, TCP by default', () => {
    const dns = deployment(template({ containerPort: 53, protocol: 'UDP' }));
    assert.deepEqual(specOf(expose(dns, { port: 53 }))['ports'], [{ port: 53, protocol: 'UDP', targetPort: 53 }]);
    assert.deepEqual(specOf(expose(dns, { port: 80 }))['ports'], [{ port: 80, protocol: 'TCP', targetPort: 80 }]);
  });

  it('shortens a default name that is too long for a Service', () => {
    const long = { ...deployment(), metadata: { name: 'x'.repeat(80) } };
    assert.equal(expose(long).metadata.name.length, 63);
    assert.equal(expose(long, { labels: {} }).metadata.labels, undefined);
  });

  it("fails in kubectl's words", () => {
    const bare = podObject('bare');
    const { labels: _, ...metadata } = bare.metadata;
    refuses(
      { ...bare, metadata: metadata as KubernetesObject['metadata'] },
      `${noSelector}the pod has no labels and cannot be exposed`,
    );
    refuses(deployment(template()), "couldn't find port via --port flag or introspection");
    refuses(serviceObject({ spec: { selector: {} } }), `${noSelector}the service has no pod selector set`);
    const matchExpressions = [
      { key: 'tier', operator: 'In', values: ['web', 'db'] },
      { key: 'app', operator: 'Exists' },
    ];
    refuses(
      deployment({ ...template(web), selector: { matchLabels: { app: 'kubia' }, matchExpressions } }),
      `${noSelector}couldn't convert expressions - "[{Key:tier Operator:In Values:[web db]} {Key:app Operator:Exists Values:[]}]" to map-based selector format`,
    );
    const only = { ...template(web), selector: { matchExpressions } };
    refuses(deployment(only), `${noSelector}invalid deployment: no selectors, therefore cannot be exposed`);
    refuses(
      deployment(only, 'ReplicaSet'),
      `${noSelector}invalid replicaset: no selectors, therefore cannot be exposed`,
    );
    refuses(deployment({ ...template(web), selector: {} }, 'ReplicationController'), 'selector must be specified');
  });
});
