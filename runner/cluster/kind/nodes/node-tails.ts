import { deadlineSignal } from '../../../core/clock.ts';
import { EvidentError } from '../boot/phases.ts';
import { lastLines } from '../boot/systemd-wait.ts';
import { execInContainer } from './container-exec.ts';
import type { KindNode } from './node.ts';

const tailScript = `
journalctl --no-pager --output=cat --unit=kubelet --lines=12 | sed 's/^/kubelet: /'
for folder in /var/log/pods/kube-system_*/*/; do
  for log in $(ls -t "$folder" | head -n 1); do
    tail -n 3 "$folder$log" | sed "s/^/$(basename "$folder"): /"
  done
done`;

/** The last lines in the logs of the kubelet and of the system's pods on a node. */
export const readTails = async (container: KindNode['container']): Promise<string[]> => {
  const { stdout } = await execInContainer(container, {
    command: ['sh', '-c', tailScript],
    limit: 64 * 1024,
    signal: deadlineSignal(5_000),
  });
  return lastLines(stdout, 40);
};

/** Adds the last lines of a node's logs to the evidence of work that failed there. */
export const withTails = async <Value>({ container }: KindNode, work: Promise<Value>): Promise<Value> => {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof EvidentError)) throw error;
    const tails = await readTails(container).catch(() => []);
    throw new EvidentError(error.message, [...error.evidence, ...tails], { cause: error });
  }
};
