import { externalHostAddress, ingressAddress } from './address-plan.ts';
import { controllerName } from './ingress/classes.ts';
import { IngressController } from './ingress/controller.ts';
import { sourceOfNode } from './network/hosts.ts';
import type { ExternalWorkload } from './objects/sockets.ts';
import type { Wiring } from './wiring.ts';

/** Parts that a cluster may have beyond Kubernetes itself. */
export interface Provision {
  ingress?: boolean;
  loadBalancer?: boolean;
  /** At least this number of machines beside the cluster. */
  externalHosts?: number;
}

export interface IngressAccess {
  address: string;
  httpPort: number;
  httpsPort: number;
  className: string;
}

export interface ExternalHost {
  name: string;
  ip: string;
  port: number;
}

const [httpPort, httpsPort, hostPort] = [80, 443, 8080];
const className = 'traefik';

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

/** An ingress controller, load balancers and external hosts, each from the time when it is asked for. */
export class Provisions {
  readonly #wiring: Wiring;
  readonly #prefix: string;
  readonly #hosts: ExternalHost[] = [];
  #ingress: IngressAccess | undefined;

  constructor(wiring: Wiring, prefix: string) {
    this.#wiring = wiring;
    this.#prefix = prefix;
  }

  get ingress(): IngressAccess | undefined {
    return this.#ingress;
  }

  get externalHosts(): readonly ExternalHost[] {
    return this.#hosts;
  }

  provide({ ingress = false, loadBalancer = false, externalHosts = 0 }: Provision): void {
    if (ingress && !this.#ingress) this.#startIngress();
    if (loadBalancer) this.#wiring.balancers.enable();
    while (this.#hosts.length < externalHosts) this.#startHost();
  }

  #startIngress(): void {
    const { clusterState, network, nodes, context, ingresses } = this.#wiring;
    // The controller runs on the control plane and goes to the pods from there.
    const node = clusterState.get('Node', undefined, nodes[0]?.name ?? '');
    const source = node && sourceOfNode(node);
    if (!source) return;
    const controller = new IngressController(clusterState, network, () => source);
    const listeners = controller.listeners({ http: httpPort, https: httpsPort });
    clusterState.addExternalHost({ name: `${this.#prefix}-ingress`, ip: ingressAddress, listeners });
    if (!clusterState.get('IngressClass', undefined, className))
      context.create('IngressClass', {
        metadata: { name: className, annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } },
        spec: { controller: controllerName },
      });
    ingresses.enable(ingressAddress);
    this.#ingress = { address: ingressAddress, httpPort, httpsPort, className };
  }

  #startHost(): void {
    const number = this.#hosts.length + 1;
    const machine = workload(`${this.#prefix}-external-${number}`, externalHostAddress(number));
    this.#wiring.clusterState.addExternalHost(machine);
    this.#hosts.push({ name: machine.name, ip: machine.ip, port: hostPort });
  }
}
