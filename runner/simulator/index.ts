import { randomBytes } from 'node:crypto';
import { imageThing } from '../core/not-simulated.ts';
import { createDirectApi, type DirectApi } from './api/http/direct.ts';
import { type ApiServer, startApiServer } from './api/http/server.ts';
import { Machines } from './machines.ts';
import type { ExecIo, ExecOutcome } from './objects/containers.ts';
import { type ExternalHost, type IngressAccess, type Provision, Provisions } from './provisions.ts';
import { unsimulatedImages } from './unsimulated-images.ts';
import { type SimulatorOptions, type Wiring, wire } from './wiring.ts';

export type { DirectApi, DirectRequest } from './api/http/direct.ts';
export { StatusError } from './api/status.ts';
export { limits } from './limits.ts';
export type { ExecIo, ExecOutcome } from './objects/containers.ts';
export type { ExternalHost, IngressAccess, Provision } from './provisions.ts';
export { release } from './release.ts';
export type { SimulatorOptions } from './wiring.ts';

/** Where the API listens, and how a client is let in. */
export interface Connection {
  /** https://127.0.0.1:PORT */
  server: string;
  /** PEM of the server's certificate, which is its own authority. */
  ca: string;
  token: string;
}

export interface SimulatedNode {
  name: string;
  internalIP: string;
  controlPlane: boolean;
}

/** A Kubernetes cluster inside the process; README.md beside this file says what it is. */
export class Simulator {
  readonly nodes: readonly SimulatedNode[];
  /** The API for callers in the same process: without a network, and with every right. */
  readonly direct: DirectApi;
  readonly #wiring: Wiring;
  readonly #machines: Machines;
  readonly #provisions: Provisions;
  #server: ApiServer | undefined;

  constructor(options: SimulatorOptions = {}) {
    const wiring = wire(options);
    this.#wiring = wiring;
    this.nodes = wiring.nodes;
    this.direct = createDirectApi(wiring.api);
    this.#machines = new Machines(wiring.clusterState, wiring.network);
    this.#provisions = new Provisions(wiring, options.prefix ?? 'plumbline');
  }

  /** Serves the API over HTTPS on a free port of the loopback interface, for kubectl and other programs. */
  async serve(): Promise<Connection> {
    const { api, certificate } = this.#wiring;
    // A cluster may stay for days on a machine with other users: nobody can compute this token.
    const token = randomBytes(16).toString('hex');
    this.#server = await startApiServer({ ...api, token, certificate });
    return { server: this.#server.url, ca: certificate.certificate, token };
  }

  /** Runs a command on a node; rejects when there is no node of that name. */
  exec(node: string, command: readonly string[], io: ExecIo): Promise<ExecOutcome> {
    return this.#machines.node(node, command, io);
  }

  /** Runs a command on a machine beside the cluster. */
  outside(command: readonly string[], io: ExecIo): Promise<ExecOutcome> {
    return this.#machines.outside(command, io);
  }

  /** Adds an ingress controller, load balancers or hosts beside the cluster; what is there already stays. */
  provide(provision: Provision): void {
    this.#provisions.provide(provision);
  }

  /** The things that pods of these namespaces need and that a real cluster may have, such as `the image shop/web:1`. */
  notSimulated(namespaces: readonly string[]): string[] {
    const images = namespaces.flatMap((namespace) => unsimulatedImages(namespace, this.#wiring));
    return [...new Set(images)].map(imageThing);
  }

  get ingress(): IngressAccess | undefined {
    return this.#provisions.ingress;
  }

  get externalHosts(): readonly ExternalHost[] {
    return this.#provisions.externalHosts;
  }

  async close(): Promise<void> {
    this.#wiring.stop();
    await this.#server?.close();
  }
}
