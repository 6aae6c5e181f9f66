import type { Container, PodSpec } from '../../objects/pods.ts';
import { type Amounts, largestOf, readAmounts, sumOf } from './amounts.ts';

export const amountsOf = ({ resources }: Container, list: 'requests' | 'limits'): Amounts =>
  readAmounts(resources?.[list]);

/**
 * The amounts that a pod as a whole asks for: the sum of its containers, or more where an init container needs more beside the
 * sidecars before it. https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers
 */
export const podAmounts = ({ containers, initContainers = [] }: PodSpec, list: 'requests' | 'limits'): Amounts => {
  const sidecars: Amounts[] = [];
  const initial = initContainers.map((each) => {
    const own = amountsOf(each, list);
    if (each.restartPolicy !== 'Always') return sumOf([own, ...sidecars]);
    sidecars.push(own);
    return sumOf(sidecars);
  });
  const running = sumOf([...containers.map((each) => amountsOf(each, list)), ...sidecars]);
  return largestOf([running, ...initial]);
};
