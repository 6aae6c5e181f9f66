import type { KubernetesObject } from '../../cluster/cluster.ts';
import { countOf } from '../../core/count.ts';
import { labelsText, selectsPairs } from '../../core/labels.ts';
import { nearest } from '../../core/nearest.ts';
import { selectorOf } from '../../probe/read-object.ts';
import type { Link } from '../link.ts';

/** The selector matches no pod. */
export const selector: Link = {
  name: 'selector',
  explain: ({ service, ready, pods, selected }) => {
    if (ready.length > 0 || selected.length > 0) return undefined;
    const wanted = selectorOf(service);
    const meant = nearestLabels(wanted, pods);
    const carriers = meant ? pods.filter((pod) => selectsPairs(meant, pod.metadata.labels)) : [];
    const guess = meant
      ? ` Did you mean ${labelsText(meant)}, which ${countOf(carriers.length, 'pod')} ${carriers.length === 1 ? 'has' : 'have'}?`
      : '';
    return {
      code: 'no-endpoints',
      message: `No pod matches the selector ${labelsText(wanted)} of Service ${service.metadata.name}.${guess}`,
      hint:
        pods.length > 0
          ? "Compare the Service's selector with kubectl get pods --show-labels."
          : 'There is no pod in the namespace at all.',
    };
  },
};

/** The selector with each label that no pod has replaced by the most similar label of a pod. */
const nearestLabels = (
  wanted: Record<string, string>,
  pods: readonly KubernetesObject[],
): Record<string, string> | undefined => {
  const carried = [
    ...new Set(
      pods.flatMap((pod) => Object.entries(pod.metadata.labels ?? {}).map(([key, value]) => `${key}=${value}`)),
    ),
  ];
  const terms = Object.entries(wanted).map(([key, value]) => {
    const term = `${key}=${value}`;
    return carried.includes(term) ? term : nearest(term, carried);
  });
  if (terms.some((term) => term === undefined)) return undefined;
  const meant = Object.fromEntries(
    terms.map((term = '') => [term.slice(0, term.indexOf('=')), term.slice(term.indexOf('=') + 1)]),
  );
  return pods.some((pod) => selectsPairs(meant, pod.metadata.labels)) ? meant : undefined;
};
