import assert from 'node:assert/strict';
import {
  initConfiguration,
  type KubeadmOptions,
  minorOf,
} from '../../../../../runner/cluster/kind/boot/kubeadm-config.ts';
import { isObject, type JsonObject, type JsonValue } from '../../../../../runner/core/json.ts';

const options: KubeadmOptions = {
  version: 'v1.34.4',
  controlPlane: 'cp',
  node: 'cp',
  address: '172.18.0.2',
  certificateNames: ['docker.example.com'],
  proxyMode: 'iptables',
};

const documentsOf = (text: string): JsonObject[] => text.split('\n---\n').map((each) => JSON.parse(each) as JsonObject);

const documentOf = (text: string, kind: string): JsonObject => {
  const found = documentsOf(text).find((each) => each['kind'] === kind);
  assert.ok(found, `no ${kind}`);
  return found;
};

const init = (changes: Partial<KubeadmOptions>, kind: string): JsonObject =>
  documentOf(initConfiguration({ ...options, ...changes }), kind);

const part = (value: JsonValue | undefined): JsonObject => (isObject(value) ? value : {});

describe('initConfiguration', () => {
  it('uses v1beta4 with lists of arguments and ECDSA keys from 1.31', () => {
    const cluster = init({ version: 'v1.31.0' }, 'ClusterConfiguration');
    assert.equal(cluster['apiVersion'], 'kubeadm.k8s.io/v1beta4');
    assert.equal(cluster['encryptionAlgorithm'], 'ECDSA-P256');
    assert.deepEqual(part(cluster['scheduler'])['extraArgs'], [{ name: 'leader-elect', value: 'false' }]);
  });

  it('uses v1beta3 with mappings and no algorithm before', () => {
    const cluster = init({ version: 'v1.30.9' }, 'ClusterConfiguration');
    assert.equal(cluster['apiVersion'], 'kubeadm.k8s.io/v1beta3');
    assert.equal(cluster['encryptionAlgorithm'], undefined);
    assert.deepEqual(part(cluster['scheduler'])['extraArgs'], { 'leader-elect': 'false' });
  });

  it('lets 1.35 run on cgroup v1, and leaves out a field that older kubelets refuse', () => {
    assert.equal(init({ version: 'v1.35.0' }, 'KubeletConfiguration')['failCgroupV1'], false);
    assert.ok(!('failCgroupV1' in init({ version: 'v1.34.11' }, 'KubeletConfiguration')));
  });

  it('lets pods run on the control plane', () => {
    assert.deepEqual(part(init({}, 'InitConfiguration')['nodeRegistration'])['taints'], []);
  });

  for (const proxyMode of ['iptables', 'nftables'] as const)
    it(`lets kube-proxy in mode ${proxyMode} synchronise at once`, () => {
      const proxy = init({ proxyMode }, 'KubeProxyConfiguration');
      assert.equal(proxy['mode'], proxyMode);
      // 0s would mean the default of 1 s.
      assert.deepEqual(proxy[proxyMode], { minSyncPeriod: '1ms' });
    });

  it('puts every name of the API server into its certificate, once', () => {
    const cluster = init({ certificateNames: ['docker.example.com', 'localhost'] }, 'ClusterConfiguration');
    assert.deepEqual(part(cluster['apiServer'])['certSANs'], [
      'localhost',
      '127.0.0.1',
      '::1',
      'cp',
      '172.18.0.2',
      'docker.example.com',
    ]);
  });
});

describe('minorOf', () => {
  it('reads versions with and without v', () => {
    assert.deepEqual(['v1.34.4', '1.33', 'v1.9.0-rc.1'].map(minorOf), [34, 33, 9]);
  });
  it('is NaN for a text that is not a version', () => {
    assert.ok(Number.isNaN(minorOf('latest')));
  });
});
