import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../runner/cluster/cluster.ts';
import type { JsonValue } from '../../../runner/core/json.ts';
import { createValues } from '../../../runner/engine/values.ts';
import { substitute } from '../../../runner/scenario/variables.ts';
import { Unmet, Unobservable } from '../../../runner/steps/finding.ts';
import { fakeCluster } from '../../support/fake-cluster.ts';

const namespace = 'mine';
const make = (apiVersion: string, kind: string, name: string, more: object = {}): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace },
  ...more,
});

const service = make('v1', 'Service', 'kubia', {
  spec: { type: 'LoadBalancer', clusterIP: '10.96.0.7', ports: [{ port: 80, targetPort: 'http', nodePort: 30080 }] },
  status: { loadBalancer: { ingress: [{ ip: '172.18.0.9' }] } },
});
const pod = (name: string, ip: string, metadata: object = {}): KubernetesObject =>
  make('v1', 'Pod', name, {
    metadata: { name, namespace, uid: `uid-${name}`, labels: { app: 'kubia' }, ...metadata },
    spec: { nodeName: 'worker' },
    status: { podIP: ip, phase: 'Running' },
  });

const cluster = fakeCluster({
  objects: [
    service,
    make('v1', 'Service', 'headless', { spec: { clusterIP: 'None', ports: [{ port: 80 }] } }),
    pod('kubia-b', '10.244.0.6'),
    pod('kubia-a', '10.244.0.5'),
    pod('kubia-0', '10.244.0.4', { deletionTimestamp: '2026-01-01T00:00:00Z' }),
    make('v1', 'Pod', 'waiting', { status: { phase: 'Pending' } }),
    make('v1', 'ConfigMap', 'settings', { data: { 'a.b': 'dotted', k: '${namespace}' } }),
    make('apps/v1', 'Deployment', 'web', {
      spec: { replicas: 3 },
      status: { conditions: [{ type: 'A' }, { type: 'B' }] },
    }),
    { apiVersion: 'v1', kind: 'Node', metadata: { name: 'worker.local' } },
  ],
  externalHosts: [{ name: 'host-1', ip: '172.18.0.20', port: 8080 }],
  ingress: { address: '172.18.0.3', httpPort: 80, httpsPort: 443, className: 'traefik' },
});

const resolve = (text: string, from = cluster): Promise<JsonValue> =>
  substitute(
    text,
    createValues({
      cluster: from,
      namespace,
      namespaces: { other: 'mine-other' },
      vars: { host: 'kubia', deep: { list: [1, 2] } },
      captures: { pods: ['kubia-a'], host2: null },
    }),
  );

describe('values of expressions', () => {
  for (const [text, expected] of [
    ['${host}', 'kubia'],
    ['${deep.list.1}', 2],
    ['${matrix.host}', 'kubia'],
    ['${pods.0}', 'kubia-a'],
    ['${host2}', null],
    ['${namespace}', 'mine'],
    ['${namespace.other}', 'mine-other'],
    ['${service.kubia.clusterIP}', '10.96.0.7'],
    ['${service.kubia.port}', 80],
    ['${service.kubia.nodePort}', 30080],
    ['${service.kubia.targetPort}', 'http'],
    ['${service.kubia.externalIP}', '172.18.0.9'],
    ['${service.kubia.spec.type}', 'LoadBalancer'],
    ['${service.headless.spec.clusterIP}', 'None'],
    ['http://${service.kubia.clusterIP}:${service.kubia.port}/', 'http://10.96.0.7:80/'],
    ['${pod.kubia-b.ip}', '10.244.0.6'],
    ['${pod.kubia-b.node}', 'worker'],
    ['${pod.kubia-b.uid}', 'uid-kubia-b'],
    ['${pod[app=kubia].0.name}', 'kubia-a'],
    ['${pod[app=kubia].1.ip}', '10.244.0.6'],
    ['${node.0.name}', 'worker.local'],
    ['${node.worker.local.internalIP}', '172.18.0.2'],
    ['${external.0.ip}:${external.0.port}', '172.18.0.20:8080'],
    ['${ingress.address}:${ingress.httpPort}', '172.18.0.3:80'],
    ['${object:v1/ConfigMap/settings:{.data.a\\.b}}', 'dotted'],
    ['${object:apps/v1/Deployment/web:{.spec.replicas}}', 3],
    ['${object:apps/v1/Deployment/mine/web:{.spec.replicas}}', 3],
    ['${object:apps/v1/Deployment/web:{.status.conditions[*].type}}', ['A', 'B']],
    ['${object:v1/ConfigMap/settings:{.data.k}}', '${namespace}'],
  ] as const)
    it(`${text} is ${JSON.stringify(expected)}`, async () => assert.deepEqual(await resolve(text), expected));

  const missing: [
    text: string,
    fault: typeof Unmet | typeof Unobservable,
    code: string,
    message: RegExp,
    hint?: RegExp,
  ][] = [
    ['${hots}', Unobservable, 'reference-unresolved', /\$\{hots\} has no value/, /Did you mean host\?/],
    ['${deep.list.9}', Unobservable, 'reference-unresolved', /no value at list\.9/],
    ['${toString}', Unobservable, 'reference-unresolved', /has no value/],
    ['${namespace.othre}', Unobservable, 'reference-unresolved', /no namespace othre/, /other/],
    ['${namespace.toString}', Unobservable, 'reference-unresolved', /no namespace/],
    ['${service.kubai.port}', Unmet, 'not-found', /no Service kubai in namespace mine/, /Did you mean kubia\?/],
    ['${service.headless.clusterIP}', Unmet, 'fields-mismatch', /headless/],
    ['${service.headless.nodePort}', Unmet, 'fields-mismatch', /no nodePort; its type is ClusterIP/],
    ['${pod[app=kubia].2.ip}', Unmet, 'not-found', /no pod number 2/, /It has 2: kubia-a or kubia-b/],
    ['${pod[app=nope].0.ip}', Unmet, 'not-found', /app=nope/, /No pod has that label/],
    ['${pod.waiting.ip}', Unmet, 'not-ready', /no ip yet; its phase is Pending/],
    ['${node.5.name}', Unobservable, 'reference-unresolved', /no node number 5/, /It has 1: worker\.local/],
    ['${external.1.ip}', Unobservable, 'reference-unresolved', /no external host number 1/, /externalHosts: 2/],
    ['${object:v1/ConfigMap/nope:{.data}}', Unmet, 'not-found', /no ConfigMap nope/],
    ['${object:v1/ConfigMap/elsewhere/settings:{.data}}', Unmet, 'not-found', /settings in namespace elsewhere/],
    ['${object:v1/ConfigMap/settings:{.data.none}}', Unmet, 'fields-mismatch', /no value at \{\.data\.none\}/],
  ];
  for (const [text, fault, code, message, hint] of missing)
    it(`${text} names the missing part`, async () => {
      await assert.rejects(resolve(text), (cause) => {
        assert.ok(cause instanceof fault, String(cause));
        assert.equal(cause.reason.code, code);
        assert.match(cause.reason.message, message);
        if (hint) assert.match(cause.reason.hint ?? '', hint);
        return true;
      });
    });

  it('a cluster without an ingress controller says how to request one', async () => {
    await assert.rejects(resolve('${ingress.address}', fakeCluster()), (cause) => {
      assert.ok(cause instanceof Unobservable);
      assert.match(cause.reason.hint ?? '', /ingress: true/);
      return true;
    });
  });

  it('a kind that the cluster does not have is an error, not a failure', async () => {
    const from = fakeCluster();
    from.api.isNamespaced = async () => undefined;
    await assert.rejects(resolve('${object:v9/Odd/x:{.a}}', from), /has no kind Odd in v9/);
  });

  it('captures are visible at once', async () => {
    const captures: Record<string, JsonValue> = {};
    const values = createValues({ cluster, namespace, namespaces: {}, vars: {}, captures });
    await assert.rejects(substitute('${late}', values));
    captures['late'] = 7;
    assert.equal(await substitute('${late}', values), 7);
  });

  it('live objects are read each time', async () => {
    const from = fakeCluster({ objects: [service] });
    const values = createValues({ cluster: from, namespace, namespaces: {}, vars: {}, captures: {} });
    assert.equal(await substitute('${service.kubia.port}', values), 80);
    await from.api.apply({ ...service, spec: { ports: [{ port: 81 }] } });
    assert.equal(await substitute('${service.kubia.port}', values), 81);
  });
});
