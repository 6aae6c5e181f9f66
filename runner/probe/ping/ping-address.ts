import { textAt } from '../../core/json.ts';
import { nearest } from '../../core/nearest.ts';
import { Unmet } from '../../core/rejection.ts';
import type { ProbeContext } from '../exec.ts';

/**
 * The address of pod/NAME, or of the first pod with LABEL=VALUE. Any other text is returned as it is. Rejects with
 * `Unmet` not-found if there is no such pod, and not-ready if it has no address yet.
 */
export const pingAddress = async (
  { cluster: { api }, namespace, signal }: ProbeContext,
  to: string,
): Promise<string> => {
  if (!to.startsWith('pod/')) return to;
  const wanted = to.slice('pod/'.length);
  const query = { apiVersion: 'v1', kind: 'Pod', namespace, ...(wanted.includes('=') && { labelSelector: wanted }) };
  const pods = (await api.list(query, signal)).items.sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  const found = wanted.includes('=') ? pods : pods.filter((pod) => pod.metadata.name === wanted);
  const address = found.map((pod) => textAt(pod, 'status', 'podIP')).find(Boolean);
  if (address) return address;
  if (found.length > 0) throw new Unmet('not-ready', `Pod ${found[0]?.metadata.name} has no address yet.`);
  if (wanted.includes('=')) throw new Unmet('not-found', `No pod has the label ${wanted}.`);
  const meant = nearest(
    wanted,
    pods.map((pod) => pod.metadata.name),
  );
  throw new Unmet('not-found', `There is no pod ${wanted}${meant ? `; did you mean ${meant}?` : '.'}`);
};
