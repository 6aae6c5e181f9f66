import { countOf } from '../../core/count.ts';
import { labelsText } from '../../core/labels.ts';
import { selectorOf } from '../../probe/read-object.ts';
import type { Link } from '../link.ts';

/** Pods match the selector, but none of them is an endpoint, ready or not. */
export const endpointsPending: Link = {
  name: 'endpoints-pending',
  explain: async ({ service, ready, selected, whyNotReady }) => {
    const [first] = selected;
    if (ready.length > 0 || !first) return undefined;
    const why = await whyNotReady(first);
    return {
      code: 'no-endpoints',
      message: `${countOf(selected.length, 'pod')} match the selector ${labelsText(selectorOf(service))} of Service ${service.metadata.name}, but none is an endpoint of it yet${why && `. ${why}`}`,
    };
  },
};
