import { selectorOf } from '../../probe/read-object.ts';
import type { Link } from '../link.ts';

/** A Service without a selector has only manual endpoints. */
export const noSelector: Link = {
  name: 'no-selector',
  explain: ({ service, ready }) => {
    if (ready.length > 0 || Object.keys(selectorOf(service)).length > 0) return undefined;
    const { name } = service.metadata;
    return {
      code: 'no-endpoints',
      message: `Service ${name} has no selector, so Kubernetes creates no endpoints for it, and there are no manual endpoints.`,
      hint: `Add a selector, or create an EndpointSlice with the label kubernetes.io/service-name=${name}.`,
    };
  },
};
