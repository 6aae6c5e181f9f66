import { deadlineSignal } from '../../core/clock.ts';
import { execInContainer } from './container-exec.ts';
import type { KindNode } from './node.ts';
import { EvidentError } from './phases.ts';
import { lastLines } from './systemd-wait.ts';

export const coreDnsManifestPath = '/kind/plumbline-coredns.yaml';
export const kubeProxyManifestPath = '/kind/plumbline-kube-proxy.yaml';

/**
 * One process for all of it: each costs a tenth of a second.
 *
 * - kubeadm prints its add-ons before anything runs, so that they can be created the moment the API server answers. A
 *   kubeadm that cannot print them creates them itself.
 * - The scheduler comes when the API server lives: earlier it takes processor time from it, is refused because roles
 *   are not there yet, and waits for seconds before it asks again.
 * - kubelet-finalize is left out: it only restarts the kubelet, for certificates that outlive the cluster.
 */
const initScript = `
set -eu
umask 077
cat >/kind/kubeadm.conf
init() { skip=$1; shift; kubeadm init --config /kind/kubeadm.conf --skip-token-print --skip-phases "preflight,upload-certs,kubelet-finalize,show-join-command,$skip"; }
print() { kubeadm init phase addon "$1" --print-manifest --config /kind/kubeadm.conf >"$2" 2>/dev/null; }
if ! print coredns '${coreDnsManifestPath}' || ! print kube-proxy '${kubeProxyManifestPath}'; then
  rm -f '${coreDnsManifestPath}' '${kubeProxyManifestPath}'
fi
kubeadm init phase control-plane scheduler --config /kind/kubeadm.conf
mv /etc/kubernetes/manifests/kube-scheduler.yaml /kind/
init control-plane/scheduler,wait-control-plane,upload-config,mark-control-plane,bootstrap-token,addon
until curl -fsk -m 2 -o /dev/null https://127.0.0.1:6443/livez; do sleep 0.05; done
mv /kind/kube-scheduler.yaml /etc/kubernetes/manifests/
rest=certs,kubeconfig,etcd,control-plane,kubelet-start,wait-control-plane
[ ! -e '${coreDnsManifestPath}' ] || rest=$rest,addon
init "$rest"
`;

const joinScript = `
set -eu
umask 077
cat >/kind/join
# The discovery file and kubeadm's configuration come in one stream, apart by an empty line.
sed '/^$/,$d' /kind/join >/kind/discovery.conf
sed '1,/^$/d' /kind/join >/kind/kubeadm.conf
exec kubeadm join --config /kind/kubeadm.conf
`;

/** What the kubelet and the parts of the control plane said last. */
const tailScript = `
journalctl --no-pager --output=cat --unit=kubelet --lines=15 | sed 's/^/kubelet: /'
for part in etcd kube-apiserver kube-controller-manager; do
  tail -q -n 5 /var/log/pods/kube-system_$part-*/*/*.log 2>/dev/null | sed "s/^/$part: /"
done`;

const readTails = async (node: KindNode): Promise<string[]> => {
  const { stdout } = await execInContainer(node.container, {
    command: ['sh', '-c', tailScript],
    limit: 64 * 1024,
    signal: deadlineSignal(5_000),
  });
  return lastLines(stdout, 30);
};

const runKubeadm = async (node: KindNode, script: string, stdin: string, signal: AbortSignal): Promise<string> => {
  let output = '';
  const onOutput = (_: unknown, chunk: Buffer): void => {
    output = (output + chunk.toString('utf8')).slice(-64 * 1024);
  };
  const evident = async (message: string, cause?: unknown): Promise<EvidentError> => {
    const tails = await readTails(node).catch(() => []);
    return new EvidentError(message, [...lastLines(output, 20), ...tails], { cause });
  };
  try {
    const { status } = await execInContainer(node.container, {
      command: ['sh', '-c', script],
      stdin,
      signal,
      onOutput,
    });
    if (status !== 0) throw await evident(`kubeadm on ${node.name} ended with status ${status ?? 'unknown'}.`);
    return output;
  } catch (error) {
    if (error instanceof EvidentError) throw error;
    throw await evident(`kubeadm on ${node.name} did not end.`, error);
  }
};

export const runInit = (node: KindNode, configuration: string, signal: AbortSignal): Promise<string> =>
  runKubeadm(node, initScript, configuration, signal);

export const runJoin = (
  node: KindNode,
  discovery: string,
  configuration: string,
  signal: AbortSignal,
): Promise<string> => runKubeadm(node, joinScript, `${discovery.trimEnd()}\n\n${configuration}`, signal);
