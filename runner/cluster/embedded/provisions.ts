import type { Simulator } from '../../simulator/index.ts';
import { createIngress } from '../../simulator/ingress/controller.ts';
import { sourceOfNode } from '../../simulator/network/hosts.ts';
import type { ExternalWorkload } from '../../simulator/objects/cluster-state.ts';
import type { Cluster, ExternalHost, IngressAccess, Needs } from '../cluster.ts';
import { findKubectlFault } from '../kubectl.ts';
import { findUnmet } from '../needs.ts';

export interface Provisions extends Pick<Cluster, 'provide'> {
  readonly ingress: IngressAccess | undefined;
  readonly externalHosts: readonly ExternalHost[];
}

const httpPort = 80;
const httpsPort = 443;
const className = 'traefik';
const ingressIp = '172.18.0.100';
const hostPort = 8080;

/** A machine that answers HTTP with its own name, as kubia does. */
const workload = (name: string, ip: string): ExternalWorkload => ({
  name,
  ip,
  listeners: [
    {
      port: hostPort,
      protocol: 'TCP',
      address: '0.0.0.0',
      http: async () => ({ status: 200, headers: {}, body: `You've hit ${name}\n` }),
    },
  ],
});

export interface ProvisionOptions {
  simulator: Simulator;
  /** Before the names of machines. */
  prefix: string;
  version: string;
  proxyMode: string;
}

/** What a real cluster needs containers for is here a matter of a line each. */
export const createProvisions = ({ simulator, prefix, version, proxyMode }: ProvisionOptions): Provisions => {
  const { clusterState, network, nodes } = simulator;
  const hosts: ExternalHost[] = [];
  let ingress: IngressAccess | undefined;

  const startIngress = (): void => {
    if (ingress) return;
    // The controller runs on the control plane and goes to the pods from there.
    const node = clusterState.get('Node', undefined, nodes[0]?.name ?? '');
    const source = node && sourceOfNode(node);
    if (!source) return;
    const controller = createIngress(clusterState, network, () => source);
    const listeners = controller.listeners({ http: httpPort, https: httpsPort });
    simulator.addMachine({ name: `${prefix}-ingress`, ip: ingressIp, listeners });
    simulator.enableIngress(className, ingressIp);
    ingress = { address: ingressIp, httpPort, httpsPort, className };
  };

  const startHosts = (count: number): void => {
    while (hosts.length < count) {
      const number = hosts.length + 1;
      const machine = workload(`${prefix}-external-${number}`, `172.18.0.${100 + number}`);
      simulator.addMachine(machine);
      hosts.push({ name: machine.name, ip: machine.ip, port: hostPort });
    }
  };

  return {
    get ingress() {
      return ingress;
    },
    get externalHosts() {
      return hosts;
    },
    provide: async (needs: Needs) => {
      const unmet = findUnmet(needs, { nodes: nodes.length, proxyMode, version });
      if (needs.ingress) startIngress();
      if (needs.loadBalancer) simulator.enableLoadBalancers();
      startHosts(needs.externalHosts ?? 0);
      const fault = needs.kubectl ? await findKubectlFault() : undefined;
      return fault === undefined ? unmet : [...unmet, fault];
    },
  };
};
