import type { Link } from '../link.ts';

/** Pods are behind the Service, but none of them is ready. */
export const readiness: Link = {
  name: 'readiness',
  explain: async ({ service, ready, notReady, pods, whyNotReady }) => {
    if (ready.length > 0 || notReady.length === 0) return undefined;
    const { name } = service.metadata;
    const first = pods.find((pod) => pod.metadata.name === notReady[0]?.pod);
    const why = first ? await whyNotReady(first) : '';
    const which =
      notReady.length === 1
        ? `the only pod behind Service ${name} is`
        : `${notReady.length} pods behind Service ${name} are`;
    return {
      code: 'not-ready',
      message: `No pod is ready: ${which} not ready${why && `. ${why}`}`,
      hint: 'Only ready pods get connections. See the readiness probe and kubectl describe pod.',
    };
  },
};
