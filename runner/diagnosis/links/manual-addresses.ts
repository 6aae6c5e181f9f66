import type { Link } from '../link.ts';

/** Manual endpoints have no readiness probe, so a ready one may be wrong. */
export const manualAddresses: Link = {
  name: 'manual-addresses',
  explain: ({ service, ready }) => {
    const addresses = ready
      .filter(({ pod }) => !pod)
      .flatMap(({ address, ports }) => ports.map((port) => `${address}:${port}`));
    if (addresses.length === 0) return undefined;
    return {
      code: 'refused',
      message: `Service ${service.metadata.name} forwards to manual endpoints: ${addresses.slice(0, 5).join(', ')}.`,
      hint: 'Check that a program listens at these addresses and ports. The port of an endpoint is the target port.',
    };
  },
};
