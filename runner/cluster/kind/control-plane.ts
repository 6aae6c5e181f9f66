import { deadlineSignal } from '../../core/clock.ts';
import { execInContainer } from './container-exec.ts';
import type { KindNode } from './node.ts';
import { EvidentError } from './phases.ts';
import { lastLines } from './systemd-wait.ts';

export const coreDnsManifestPath = '/kind/plumbline-coredns.yaml';
export const kubeProxyManifestPath = '/kind/plumbline-kube-proxy.yaml';

/**
 * One process for all of it: each costs a tenth of a second. kubeadm prints its add-ons before the API server runs, so
 * that they can be created the moment it answers; a kubeadm that cannot print them creates them itself, at its end.
 */
const initScript = `
set -eu
umask 077
cat >/kind/kubeadm.conf
skip=preflight,show-join-command
print() { kubeadm init phase addon "$1" --print-manifest --config /kind/kubeadm.conf >"$2" 2>/dev/null; }
if print coredns '${coreDnsManifestPath}' && print kube-proxy '${kubeProxyManifestPath}'; then
  skip=$skip,addon
else
  rm -f '${coreDnsManifestPath}' '${kubeProxyManifestPath}'
fi
echo "addons:$skip"
exec kubeadm init --config /kind/kubeadm.conf --skip-token-print --skip-phases="$skip"
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

/** Where kubeadm and kubelet tell why. The lines are of the cluster's own programs, and they are bounded. */
const journalTail = async (node: KindNode): Promise<string[]> => {
  const { stdout } = await execInContainer(node.container, {
    command: ['journalctl', '--no-pager', '--output=cat', '--unit=kubelet', '--lines=20'],
    limit: 64 * 1024,
    signal: deadlineSignal(5_000),
  });
  return lastLines(stdout, 20).map((line) => `kubelet: ${line}`);
};

const runKubeadm = async (node: KindNode, script: string, stdin: string, signal: AbortSignal): Promise<string> => {
  let output = '';
  const onOutput = (_: unknown, chunk: Buffer): void => {
    output = (output + chunk.toString('utf8')).slice(-64 * 1024);
  };
  const evident = async (message: string, cause?: unknown): Promise<EvidentError> => {
    const journal = await journalTail(node).catch(() => []);
    return new EvidentError(message, [...lastLines(output, 30), ...journal], { cause });
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
