import type { Vantage } from '../../cluster/cluster.ts';

/** The words with which a person runs a command at a vantage point; a node is entered as kind's nodes are. */
export const execWords = (vantage: Vantage, command: readonly string[]): string[] => {
  switch (vantage.place) {
    case 'pod':
      return [
        ...['kubectl', 'exec', '-n', vantage.namespace, vantage.pod],
        ...(vantage.container === undefined ? [] : ['-c', vantage.container]),
        '--',
        ...command,
      ];
    case 'node':
      return ['docker', 'exec', vantage.node, ...command];
    case 'outside':
      return [...command];
  }
};
