import { objectsAt } from '../../core/json.ts';
import { containerPorts, selectorOf } from '../../probe/read-object.ts';
import { protocolOf } from '../../probe/service-port.ts';
import type { Link } from '../link.ts';

/**
 * The pods declare the target port with another protocol only. A named targetPort must also agree in its protocol
 * (pkg/api/v1/pod, FindPort); a port by its number leads to a socket that is not there.
 */
export const portProtocol: Link = {
  name: 'port-protocol',
  explain: ({ service, pods, ready, selected }) => {
    if (Object.keys(selectorOf(service)).length === 0) return undefined;
    const served = pods.filter((pod) => ready.some((backend) => backend.pod === pod.metadata.name));
    const declared = [...selected, ...served].flatMap(containerPorts);
    for (const each of objectsAt(service, 'spec', 'ports')) {
      const { name, port, targetPort = port } = each;
      const protocol = protocolOf(each);
      const meant = declared.filter((own) => [own['name'], own['containerPort']].includes(targetPort));
      const [other] = meant.map(protocolOf);
      if (other === undefined || meant.some((own) => protocolOf(own) === protocol)) continue;
      return {
        code: ready.some(({ ports }) => ports.length > 0) ? 'refused' : 'no-endpoints',
        message: `Port ${name ?? port} of Service ${service.metadata.name} is ${protocol}, but the pods declare the port ${targetPort} as ${other}.`,
        hint: `Set protocol: ${other} for the port of the Service, or mend the protocol of the container's port.`,
      };
    }
    return undefined;
  },
};
