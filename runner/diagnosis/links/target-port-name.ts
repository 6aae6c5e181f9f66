import { objectsAt, textAt } from '../../core/json.ts';
import { nearest } from '../../core/nearest.ts';
import { containerPorts } from '../../probe/read-object.ts';
import type { Link } from '../link.ts';

/** A named targetPort is looked up in each pod; a pod without a port of that name is left out of the endpoints. */
export const targetPortName: Link = {
  name: 'target-port-name',
  explain: ({ service, ready, selected }) => {
    if (ready.length > 0) return undefined;
    const declared = selected.flatMap(containerPorts);
    const names = [...new Set(declared.flatMap((port) => textAt(port, 'name') || []))];
    const lost = objectsAt(service, 'spec', 'ports')
      .map((port) => port['targetPort'])
      .find((target): target is string => typeof target === 'string' && !names.includes(target));
    if (lost === undefined) return undefined;
    return {
      code: 'no-endpoints',
      message: `The targetPort of Service ${service.metadata.name} is ${lost}, but no container of its pods has a port of that name${guess(lost, names)}`,
      hint: "targetPort is the number or the name of a container's port.",
    };
  },
};

const guess = (lost: string, names: readonly string[]): string => {
  const meant = nearest(lost, names);
  if (meant) return `; did you mean ${meant}?`;
  return names.length > 0 ? `; they have ${names.join(', ')}.` : '.';
};
