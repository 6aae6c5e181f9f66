import { createHash } from 'node:crypto';

/** Host names of Linux have at most 64 characters, labels of DNS 63; the longest suffix below takes 22. */
const longestPrefix = 40;

/** A run's name as a part of container, host and node names: RFC 1123 label characters only, unique for each run. */
export const prefixOf = (runId: string): string => {
  const plain = `plumbline-${runId}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  if (plain.length <= longestPrefix && plain === `plumbline-${runId}`) return plain;
  const digest = createHash('sha256').update(runId).digest('hex').slice(0, 8);
  return `${plain.slice(0, longestPrefix - 9).replace(/-$/, '')}-${digest}`;
};

/** Names of the nodes, as kind gives them: control-plane, worker, worker2, worker3 … The control plane is first. */
export const nodeNames = (runId: string, workers: number): string[] => {
  const prefix = prefixOf(runId);
  return [
    `${prefix}-control-plane`,
    ...Array.from({ length: workers }, (_, index) => `${prefix}-worker${index === 0 ? '' : index + 1}`),
  ];
};
