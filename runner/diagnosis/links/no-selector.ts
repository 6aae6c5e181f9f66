import { selectorOf } from '../../probe/read-object.ts';
import type { Link } from '../link.ts';

/** A Service without a selector gets only the endpoints that somebody writes. */
export const noSelector: Link = {
  name: 'no-selector',
  explain: ({ service, ready }) => {
    if (ready.length > 0 || Object.keys(selectorOf(service)).length > 0) return undefined;
    const { name } = service.metadata;
    return {
      code: 'no-endpoints',
      message: `Service ${name} has no selector, so Kubernetes makes no endpoints for it, and nobody else made any.`,
      hint: `Give it a selector, or make an EndpointSlice with the label kubernetes.io/service-name=${name}.`,
    };
  },
};
