import type { Needs } from './cluster.ts';
import { minorOf } from './kind/boot/kubeadm-config.ts';

/** The properties that a cluster has from its start. */
export interface Nature {
  nodes: number;
  proxyMode: string;
  version: string;
}

const nodesOf = (count: number): string => `${count} ${count === 1 ? 'node' : 'nodes'}`;

/** A sentence for each need that this cluster cannot meet because of the way it was started. */
export const findUnmet = ({ nodes, proxyModes, kubernetes }: Needs, nature: Nature): string[] => {
  const unmet: string[] = [];
  if (nodes !== undefined && nature.nodes < nodes)
    unmet.push(
      `${nodesOf(nodes)} are needed, and the cluster has ${nature.nodes}: start it with --workers ${nodes - 1}.`,
    );
  if (proxyModes !== undefined && !proxyModes.includes(nature.proxyMode))
    unmet.push(`kube-proxy must run in mode ${proxyModes.join(' or ')}, and it runs in ${nature.proxyMode}.`);
  if (kubernetes !== undefined && !(minorOf(nature.version) >= minorOf(kubernetes)))
    unmet.push(`Kubernetes ${kubernetes} or later is needed, and the cluster runs ${nature.version}.`);
  return unmet;
};
