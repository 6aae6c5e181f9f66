import assert from 'node:assert/strict';
import { readCoreDnsManifest } from '../../../../../../runner/cluster/kind/addons/manifests/core-dns.ts';
import { readManifest } from '../../../../../../runner/cluster/kind/addons/manifests/documents.ts';
import {
  containersOf,
  podSpecOf,
  readCniManifest,
} from '../../../../../../runner/cluster/kind/addons/manifests/node-image.ts';

const daemonSet = `apiVersion: apps/v1
kind: DaemonSet
metadata: {name: kindnet, namespace: kube-system}
spec:
  template:
    spec:
      containers:
      - name: kindnet-cni
        image: docker.io/kindest/kindnetd:v1
        env:
        - name: POD_SUBNET
          value: {{ .PodSubnet }}
`;

describe('readCniManifest', () => {
  it('fills in the pod subnet and the API server if the image asks for it', () => {
    const text = `# kindnetd networking manifest\n# would you kindly template this file\n# would you kindly patch this file\n${daemonSet}`;
    const [object] = readCniManifest(text, 'cp');
    assert.ok(object);
    assert.deepEqual(containersOf(object)[0]?.['env'], [
      { name: 'POD_SUBNET', value: '10.244.0.0/16' },
      { name: 'CONTROL_PLANE_ENDPOINT', value: 'cp:6443' },
    ]);
  });

  it('does not change a manifest that does not ask', () => {
    const [object] = readCniManifest(daemonSet.replace('{{ .PodSubnet }}', '10.1.0.0/16'), 'cp');
    assert.ok(object);
    assert.deepEqual(containersOf(object)[0]?.['env'], [{ name: 'POD_SUBNET', value: '10.1.0.0/16' }]);
  });
});

describe('readManifest', () => {
  it('sorts objects that others need to the front', () => {
    const text = ['Deployment', 'Service', 'ServiceAccount', 'Widget', 'Namespace']
      .map((kind) => `apiVersion: v1\nkind: ${kind}\nmetadata: {name: a}\n`)
      .join('---\n');
    assert.deepEqual(
      readManifest(text, 'f').map(({ kind }) => kind),
      ['Namespace', 'ServiceAccount', 'Service', 'Deployment', 'Widget'],
    );
  });

  it('says which file cannot be read', () => {
    assert.throws(() => readManifest('a: [', 'default-cni.yaml'), /default-cni\.yaml/);
  });
});

describe('readCoreDnsManifest', () => {
  const text = `apiVersion: apps/v1
kind: Deployment
metadata: {name: coredns, namespace: kube-system}
spec:
  replicas: 2
  template:
    spec:
      priorityClassName: system-cluster-critical
      containers:
      - name: coredns
        readinessProbe: {httpGet: {path: /ready, port: 8181}}
---
apiVersion: v1
kind: Service
metadata: {name: kube-dns, namespace: kube-system, resourceVersion: "0"}
spec: {clusterIP: 10.96.0.10}
`;

  it('has one replica and a readiness probe every second', () => {
    const deployment = readCoreDnsManifest(text).find(({ kind }) => kind === 'Deployment');
    assert.ok(deployment);
    assert.equal((deployment['spec'] as { replicas: number }).replicas, 1);
    assert.deepEqual(containersOf(deployment)[0]?.['readinessProbe'], {
      httpGet: { path: '/ready', port: 8181 },
      periodSeconds: 1,
    });
    assert.equal(podSpecOf(deployment)['priorityClassName'], 'system-cluster-critical');
  });

  it('drops the resourceVersion with which a create would be refused', () => {
    const service = readCoreDnsManifest(text).find(({ kind }) => kind === 'Service');
    assert.deepEqual(service?.metadata, { name: 'kube-dns', namespace: 'kube-system' });
  });
});
