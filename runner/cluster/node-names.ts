import { createHash } from 'node:crypto';

/** A host name of Linux has at most 64 characters, a DNS label 63; the longest suffix below has 22. */
const longestPrefix = 40;

/** The first part of container, host and node names of a run: only characters of RFC 1123 labels, unique to the run. */
export const prefixOf = (runId: string): string => {
  const plain = `plumbline-${runId}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  if (plain.length <= longestPrefix && plain === `plumbline-${runId}`) return plain;
  const digest = createHash('sha256').update(runId).digest('hex').slice(0, 8);
  return `${plain.slice(0, longestPrefix - 9).replace(/-$/, '')}-${digest}`;
};

/** Names of the nodes, as kind names them: control-plane, worker, worker2, worker3 … The control plane is first. */
export const nodeNames = (runId: string, workers: number): string[] => {
  const prefix = prefixOf(runId);
  return [
    `${prefix}-control-plane`,
    ...Array.from({ length: workers }, (_, index) => `${prefix}-worker${index === 0 ? '' : index + 1}`),
  ];
};
