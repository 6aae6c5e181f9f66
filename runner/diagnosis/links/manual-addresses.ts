import type { Link } from '../link.ts';

/** Nobody checks addresses that a person wrote: no pod's readiness stands behind them. */
export const manualAddresses: Link = {
  name: 'manual-addresses',
  explain: ({ service, ready }) => {
    const addresses = ready
      .filter(({ pod }) => !pod)
      .flatMap(({ address, ports }) => ports.map((port) => `${address}:${port}`));
    if (addresses.length === 0) return undefined;
    return {
      code: 'refused',
      message: `Service ${service.metadata.name} sends to addresses that were written by hand: ${addresses.slice(0, 5).join(', ')}.`,
      hint: 'Does a program listen at these addresses and ports? The port of an endpoint is the target port.',
    };
  },
};
