import { execInContainer } from '../nodes/container-exec.ts';
import type { KindNode } from '../nodes/node.ts';
import { readTails } from '../nodes/node-tails.ts';
import { EvidentError } from './phases.ts';
import { lastLines } from './systemd-wait.ts';

export const coreDnsManifestPath = '/kind/plumbline-coredns.yaml';
export const kubeProxyManifestPath = '/kind/plumbline-kube-proxy.yaml';

/**
 * One script for everything, because each process costs a tenth of a second.
 *
 * - kubeadm prints its add-ons before anything runs, so that they can be created as soon as the API server answers. A
 *   kubeadm that cannot print them creates them itself.
 * - The scheduler starts after the API server: earlier it would take processor time from it, be refused because its roles do
 *   not exist yet, and wait for seconds before it asks again.
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

/**
 * Prints a kubeconfig with a certificate of its own for each worker, then the configuration of the kubelets, which is that
 * of the control plane. Each part ends with a line of dashes.
 */
const admitScript = `
set -eu
until [ -s /var/lib/kubelet/kubeadm-flags.env ]; do sleep 0.05; done
for name; do
  kubeadm kubeconfig user --config /kind/kubeadm.conf --client-name "system:node:$name" --org system:nodes 2>/dev/null
  echo -----
done
cat /var/lib/kubelet/config.yaml
echo -----
cat /var/lib/kubelet/kubeadm-flags.env
echo -----
cat /etc/kubernetes/pki/ca.crt`;

const joinScript = `
set -eu
umask 077
mkdir -p /etc/kubernetes/pki /etc/kubernetes/manifests /var/lib/kubelet
awk '/^-----$/ { part++; next } { print >("/kind/join." part + 0) }'
mv /kind/join.0 /etc/kubernetes/kubelet.conf
mv /kind/join.1 /var/lib/kubelet/config.yaml
mv /kind/join.2 /var/lib/kubelet/kubeadm-flags.env
mv /kind/join.3 /etc/kubernetes/pki/ca.crt
exec systemctl start kubelet`;

const runScript = async (
  { container, name }: KindNode,
  [script, ...words]: readonly [string, ...string[]],
  stdin: string,
  signal: AbortSignal,
): Promise<string> => {
  let output = '';
  const onOutput = (_: unknown, chunk: Buffer): void => {
    output = (output + chunk.toString('utf8')).slice(-64 * 1024);
  };
  const evident = async (message: string, cause?: unknown): Promise<EvidentError> => {
    const tails = await readTails(container).catch(() => []);
    return new EvidentError(message, [...lastLines(output, 20), ...tails], { cause });
  };
  try {
    const command = ['sh', '-c', script, 'sh', ...words];
    const { status, stdout } = await execInContainer(container, { command, stdin, signal, onOutput });
    if (status !== 0) throw await evident(`The set-up of ${name} ended with status ${status ?? 'unknown'}.`);
    return stdout;
  } catch (error) {
    if (error instanceof EvidentError) throw error;
    throw await evident(`The set-up of ${name} did not end.`, error);
  }
};

/** Makes a node the control plane. */
export const runInit = async (node: KindNode, configuration: string, signal: AbortSignal): Promise<void> => {
  await runScript(node, [initScript], configuration, signal);
};

/** The files that a worker needs to join. */
export interface Admission {
  worker: KindNode;
  kubeconfig: string;
  kubeletConfiguration: string;
  kubeletFlags: string;
  authority: string;
}

/** Divides the output of `admitScript` into the files of each worker. Throws if the output is incomplete. */
export const readAdmissions = (text: string, controlPlane: KindNode, workers: readonly KindNode[]): Admission[] => {
  const parts = text.split(/^-----\n/m);
  const [kubeletConfiguration, kubeletFlags, authority] = parts.slice(workers.length);
  if (!kubeletConfiguration || !kubeletFlags || !authority)
    throw new Error('kubeadm did not write the files that workers need.');
  return workers.map((worker, index) => ({
    worker,
    kubeconfig: parts[index] ?? '',
    kubeletConfiguration,
    kubeletFlags: kubeletFlags.replaceAll(`--node-ip=${controlPlane.address}`, `--node-ip=${worker.address}`),
    authority,
  }));
};

/** Asks the control plane to admit workers: possible as soon as kubeadm has made its certificate authority. */
export const admitWorkers = async (
  controlPlane: KindNode,
  workers: readonly KindNode[],
  signal: AbortSignal,
): Promise<Admission[]> => {
  const text = await runScript(controlPlane, [admitScript, ...workers.map(({ name }) => name)], '', signal);
  return readAdmissions(text, controlPlane, workers);
};

/**
 * Makes a node a worker, as `kubeadm join` does: with the same files, but with a certificate from the control plane
 * instead of one that it requests, so that it waits for no controller.
 */
export const runJoin = async (admission: Admission, signal: AbortSignal): Promise<void> => {
  const { worker, kubeconfig, kubeletConfiguration, kubeletFlags, authority } = admission;
  await runScript(
    worker,
    [joinScript],
    [kubeconfig, kubeletConfiguration, kubeletFlags, authority].join('-----\n'),
    signal,
  );
};
