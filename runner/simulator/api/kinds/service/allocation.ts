import { contains, ipv4Text, parseRange, type Range } from '../../../../core/address.ts';
import type { Random } from '../../../../core/random.ts';
import type { Service, ServicePort } from '../../../objects/services.ts';
import { type FieldError, invalidValue } from '../../field-error.ts';
import { internalError, invalid, type StatusError } from '../../status.ts';
import type { Change, Store } from '../../store.ts';
import { needsHealthCheck } from './facts.ts';
import { settleFamilies } from './families.ts';

/** pkg/registry/core/service: cluster IPs and node ports, given from bands so that fixed and automatic ones rarely meet. */

const firstNodePort = 30_000;
const lastNodePort = 32_767;

const refuse = ({ kind, metadata }: Service, faults: readonly FieldError[]): StatusError =>
  invalid({ group: '', kind }, metadata.name, faults);

/** KEP-3070: the lower band is for addresses that people choose. */
const bandOf = (size: number, { smallest, step, largest }: Record<'smallest' | 'step' | 'largest', number>): number =>
  Math.min(Math.max(smallest, Math.floor(size / step)), largest);

const nodePortsOf = ({ spec }: Service): number[] => [
  ...(spec.ports ?? []).flatMap(({ nodePort }) => (nodePort ? [nodePort] : [])),
  ...(spec.healthCheckNodePort ? [spec.healthCheckNodePort] : []),
];

/** Node ports during one request. */
interface PortClaims {
  /** Ports that the Service has from before. */
  owned: ReadonlySet<number>;
  /** Ports that this request has given out. */
  mine: Set<number>;
  dryRun: boolean;
}

/** Gives cluster IPs and node ports to Services, and knows by the store which are taken. */
export class Allocator {
  readonly #random: Random;
  readonly #cidr: string;
  readonly #range: Range;
  // By value: two ports of one Service may share a node port.
  readonly #ips = new Set<string>();
  readonly #ports = new Set<number>();

  constructor(store: Store, random: Random, serviceCidr: string) {
    const range = parseRange(serviceCidr);
    if (!range) throw new Error(`${serviceCidr} is no range of IPv4 addresses`);
    this.#random = random;
    this.#cidr = serviceCidr;
    this.#range = range;
    store.subscribe((change) => this.#follow(change));
  }

  /**
   * Fills in families, cluster IPs and node ports; refuses what is taken or out of range. A dry run does
   * not see which addresses are taken, nor the range of node ports (pkg/registry/core/service: DryRun allocators).
   */
  allocate(service: Service, old: Service | undefined, dryRun = false): Service {
    return this.#allocatePorts(this.#allocateIps(service, old, dryRun), old, dryRun);
  }

  #follow({ kind, object, previous, type }: Change): void {
    if (kind !== 'Service') return;
    if (previous) {
      const old = previous as Service;
      for (const ip of old.spec.clusterIPs ?? []) this.#ips.delete(ip);
      for (const port of nodePortsOf(old)) this.#ports.delete(port);
    }
    if (type === 'DELETED') return;
    const service = object as Service;
    for (const ip of service.spec.clusterIPs ?? []) if (ip !== 'None') this.#ips.add(ip);
    for (const port of nodePortsOf(service)) this.#ports.add(port);
  }

  /** A random free number of an interval, then the next free one behind it. */
  #pick(from: number, to: number, isTaken: (value: number) => boolean): number | undefined {
    const count = to - from + 1;
    if (count <= 0) return undefined;
    const start = Math.floor(this.#random() * count);
    for (let step = 0; step < count; step += 1) {
      const value = from + ((start + step) % count);
      if (!isTaken(value)) return value;
    }
    return undefined;
  }

  #nextIp(): string {
    const { first, size } = this.#range;
    const band = first + bandOf(size, { smallest: 16, step: 16, largest: 256 });
    const isTaken = (value: number): boolean => this.#ips.has(ipv4Text(value));
    const value = this.#pick(band + 1, first + size - 2, isTaken) ?? this.#pick(first + 1, band, isTaken);
    if (value === undefined) throw internalError('failed to allocate a serviceIP: range is full');
    return ipv4Text(value);
  }

  #nextPort(mine: ReadonlySet<number>): number {
    const size = lastNodePort - firstNodePort + 1;
    const band = firstNodePort + bandOf(size, { smallest: 16, step: 32, largest: 128 });
    const isTaken = (value: number): boolean => this.#ports.has(value) || mine.has(value);
    const value = this.#pick(band, lastNodePort, isTaken) ?? this.#pick(firstNodePort, band - 1, isTaken);
    if (value === undefined) throw internalError('failed to allocate a nodePort: range is full');
    return value;
  }

  #faultOfIp(ip: string, dryRun: boolean): string | undefined {
    const range = this.#range;
    if (!/^\d+(\.\d+){3}$/.test(ip)) return undefined;
    if (dryRun) {
      const edges = [range.first, range.first + range.size - 1].map(ipv4Text);
      return contains(range, ip) && !edges.includes(ip)
        ? undefined
        : `the provided IP (${ip}) is not in the valid range. The range of valid IPs is ${this.#cidr}`;
    }
    if (!contains(range, ip)) return 'the provided network does not match the current range';
    return this.#ips.has(ip) ? 'provided IP is already allocated' : undefined;
  }

  #allocateIps(service: Service, old: Service | undefined, dryRun: boolean): Service {
    if (service.spec.type === 'ExternalName') return service;
    const { spec, faults } = settleFamilies(service, old);
    if (faults.length > 0) throw refuse(service, faults);
    const wanted = spec.clusterIPs?.[0];
    if (wanted === 'None') return { ...service, spec };
    if (wanted === undefined) {
      const clusterIP = this.#nextIp();
      return { ...service, spec: { ...spec, clusterIP, clusterIPs: [clusterIP] } };
    }
    // A changed address of a living Service is validation's to refuse.
    if (old && old.spec.type !== 'ExternalName') return { ...service, spec };
    const why = this.#faultOfIp(wanted, dryRun);
    if (why)
      throw refuse(service, [
        invalidValue('spec.clusterIPs', spec.clusterIPs, `failed to allocate IP ${wanted}: ${why}`),
      ]);
    return { ...service, spec };
  }

  #faultOfPort(port: number, { owned, mine, dryRun }: PortClaims): string | undefined {
    if (owned.has(port) && !mine.has(port)) return undefined;
    if (!dryRun && (port < firstNodePort || port > lastNodePort))
      return `provided port is not in the valid range. The range of valid ports is ${firstNodePort}-${lastNodePort}`;
    return this.#ports.has(port) || mine.has(port) ? 'provided port is already allocated' : undefined;
  }

  #allocatePorts(service: Service, old: Service | undefined, dryRun: boolean): Service {
    const { type, allocateLoadBalancerNodePorts } = service.spec;
    if (type !== 'NodePort' && type !== 'LoadBalancer') return service;
    const owned = new Set(old ? nodePortsOf(old) : []);
    const mine = new Set<number>();
    const byPort = new Map<number, number>();
    const given = service.spec.ports ?? [];
    const allocated = given.map((each, index): ServicePort => {
      if (!each.nodePort && allocateLoadBalancerNodePorts === false) return each;
      const known = byPort.get(each.port);
      if (known !== undefined && (!each.nodePort || each.nodePort === known)) return { ...each, nodePort: known };
      const wanted =
        known === undefined ? given.find((one) => one.port === each.port && one.nodePort)?.nodePort : each.nodePort;
      const fault = wanted ? this.#faultOfPort(wanted, { owned, mine, dryRun }) : undefined;
      if (wanted && fault) throw refuse(service, [invalidValue(`spec.ports[${index}].nodePort`, wanted, fault)]);
      const nodePort = wanted ?? this.#nextPort(mine);
      mine.add(nodePort);
      byPort.set(each.port, nodePort);
      return { ...each, nodePort };
    });
    const spec = { ...service.spec, ports: allocated };
    if (needsHealthCheck(service)) {
      const wanted = service.spec.healthCheckNodePort;
      if (wanted && !owned.has(wanted) && (this.#ports.has(wanted) || mine.has(wanted)))
        throw internalError(
          `failed to allocate requested HealthCheck NodePort ${wanted}: provided port is already allocated`,
        );
      spec.healthCheckNodePort = wanted ?? this.#nextPort(mine);
    }
    return { ...service, spec };
  }
}
