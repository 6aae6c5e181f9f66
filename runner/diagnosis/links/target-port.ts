import { containerPorts } from '../../probe/read-object.ts';
import type { Link } from '../link.ts';

/**
 * The pods declare other ports. Declared ports are only documentation, so this may explain a failure but is none
 * itself.
 */
export const targetPort: Link = {
  name: 'target-port',
  explain: ({ service, ready, pods }) => {
    const behind = pods.filter((pod) => ready.some((backend) => backend.pod === pod.metadata.name));
    const declared = [...new Set(behind.flatMap(containerPorts).map((port) => port['containerPort']))];
    const targets = [...new Set(ready.flatMap(({ ports }) => ports))];
    const wrong = targets.filter((target) => !declared.includes(target));
    if (declared.length === 0 || wrong.length === 0) return undefined;
    return {
      code: 'refused',
      message: `The targetPort of Service ${service.metadata.name} is ${wrong.join(', ')}, but the pods declare ${declared.join(', ')}.`,
      hint: 'targetPort must be the port on which the container listens.',
    };
  },
};
