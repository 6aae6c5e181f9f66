import { textAt } from '../../core/json.ts';
import type { Link } from '../link.ts';

/** A Service of type ExternalName has no endpoints by design. */
export const externalName: Link = {
  name: 'external-name',
  explain: ({ service, ready }) => {
    if (ready.length > 0 || textAt(service, 'spec', 'type') !== 'ExternalName') return undefined;
    return {
      code: 'no-endpoints',
      message: `Service ${service.metadata.name} is of type ExternalName: it is a DNS alias for ${textAt(service, 'spec', 'externalName') ?? ''} and has no pods.`,
    };
  },
};
