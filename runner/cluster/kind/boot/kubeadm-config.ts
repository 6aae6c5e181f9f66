/** The parameters of a node's kubeadm configuration. */
export interface KubeadmOptions {
  /** /kind/version of the node image, such as v1.34.11. */
  version: string;
  /** Name of the control plane's container; the other nodes resolve it on the cluster's network. */
  controlPlane: string;
  /** The node's own name and address. */
  node: string;
  address: string;
  /** Names and addresses that the API server's certificate must carry beside its own. */
  certificateNames: readonly string[];
  proxyMode: 'iptables' | 'nftables';
}

export const podSubnet = '10.244.0.0/16';
export const serviceSubnet = '10.96.0.0/16';
/** First address of the Service subnet: the Service `kubernetes`. The tenth is kube-dns. */
export const apiServiceAddress = '10.96.0.1';

/** "v1.34.11" → 34. */
export const minorOf = (version: string): number => Number(/^v?1\.([0-9]+)/.exec(version)?.[1] ?? Number.NaN);

/** v1beta4 came with 1.31; it allows ECDSA keys, which are generated faster. https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/ */
const hasV1beta4 = (version: string): boolean => minorOf(version) >= 31;

/** Up to v1beta3 extra arguments are a mapping, from v1beta4 a list of names and values. */
const extraArgs = (version: string, all: Record<string, string>): unknown =>
  hasV1beta4(version) ? Object.entries(all).map(([name, value]) => ({ name, value })) : all;

const nodeRegistration = ({ version, node, address }: KubeadmOptions): object => ({
  name: node,
  criSocket: 'unix:///run/containerd/containerd.sock',
  // Pods run on the control plane too: it is often the only node.
  taints: [],
  kubeletExtraArgs: extraArgs(version, { 'node-ip': address }),
});

const etcdArguments = {
  // The cluster exists only as long as its containers, so a crash of the machine loses nothing of value.
  'unsafe-no-fsync': 'true',
  // A single member waits for the election timeout before it leads: 1 s by default, and there is no other candidate.
  'heartbeat-interval': '10',
  'election-timeout': '100',
};

const clusterConfiguration = (options: KubeadmOptions): object => {
  const { version, controlPlane, address, certificateNames } = options;
  const arguments_ = (all: Record<string, string>): unknown => extraArgs(version, all);
  return {
    apiVersion: apiVersionOf(version),
    kind: 'ClusterConfiguration',
    clusterName: 'plumbline',
    kubernetesVersion: version,
    controlPlaneEndpoint: `${controlPlane}:6443`,
    networking: { podSubnet, serviceSubnet },
    ...(hasV1beta4(version) && { encryptionAlgorithm: 'ECDSA-P256' }),
    apiServer: {
      certSANs: [...new Set(['localhost', '127.0.0.1', '::1', controlPlane, address, ...certificateNames])],
    },
    etcd: { local: { dataDir: '/var/lib/etcd', extraArgs: arguments_(etcdArguments) } },
    controllerManager: {
      // Each controller requests its own token at the start; with the default of 20 requests a second they queue.
      extraArgs: arguments_({ 'leader-elect': 'false', 'kube-api-qps': '300', 'kube-api-burst': '600' }),
    },
    scheduler: { extraArgs: arguments_({ 'leader-elect': 'false' }) },
  };
};

const apiVersionOf = (version: string): string => `kubeadm.k8s.io/${hasV1beta4(version) ? 'v1beta4' : 'v1beta3'}`;

const kubeletConfiguration = (version: string): object => ({
  apiVersion: 'kubelet.config.k8s.io/v1beta1',
  kind: 'KubeletConfiguration',
  cgroupDriver: 'systemd',
  cgroupRoot: '/kubelet',
  failSwapOn: false,
  // From 1.35 a kubelet refuses cgroup v1 unless told otherwise (KEP-5573); older ones do not know the field.
  ...(minorOf(version) >= 35 && { failCgroupV1: false }),
  serializeImagePulls: false,
  // The disk belongs to the host, so the node must not clean it.
  imageGCHighThresholdPercent: 100,
  evictionHard: { 'nodefs.available': '0%', 'nodefs.inodesFree': '0%', 'imagefs.available': '0%' },
});

const proxyConfiguration = (mode: KubeadmOptions['proxyMode']): object => ({
  apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
  kind: 'KubeProxyConfiguration',
  mode,
  // The default of 1 s delays every change of endpoints but the first. 0 means the default.
  // https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/proxy/apis/config/v1alpha1/defaults.go
  [mode]: { minSyncPeriod: '1ms' },
  // Disabled: a container may not write the host's net.netfilter.nf_conntrack_max.
  conntrack: { maxPerCore: 0 },
});

/** YAML documents, written as JSON, which needs no quoting rules. */
const documents = (...all: readonly object[]): string =>
  all.map((each) => JSON.stringify(each, undefined, 1)).join('\n---\n');

/** The configuration of the control plane's `kubeadm init`. */
export const initConfiguration = (options: KubeadmOptions): string =>
  documents(
    clusterConfiguration(options),
    {
      apiVersion: apiVersionOf(options.version),
      kind: 'InitConfiguration',
      localAPIEndpoint: { advertiseAddress: options.address, bindPort: 6443 },
      nodeRegistration: nodeRegistration(options),
    },
    kubeletConfiguration(options.version),
    proxyConfiguration(options.proxyMode),
  );
