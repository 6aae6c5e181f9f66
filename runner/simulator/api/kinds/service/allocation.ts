import { contains, ipv4Text, parseRange } from '../../../../core/address.ts';
import type { Random } from '../../../../core/random.ts';
import type { Service, ServicePort } from '../../../objects/services.ts';
import { type FieldError, invalidValue } from '../../field-error.ts';
import { internalError, invalid, type StatusError } from '../../status.ts';
import type { Store } from '../../store.ts';
import { needsHealthCheck } from './facts.ts';
import { settleFamilies } from './families.ts';

/** pkg/registry/core/service: cluster IPs and node ports, given from bands so that fixed and automatic ones rarely meet. */

const firstNodePort = 30_000;
const lastNodePort = 32_767;

const refuse = ({ kind, metadata }: Service, faults: readonly FieldError[]): StatusError =>
  invalid({ group: '', kind }, metadata.name, faults);

/** KEP-3070: the lower band is for addresses that people choose. */
const bandOf = (size: number, smallest: number, step: number, largest: number): number =>
  Math.min(Math.max(smallest, Math.floor(size / step)), largest);

export interface Allocator {
  /**
   * Fills in families, cluster IPs and node ports; refuses what is taken or out of range. A dry run does
   * not see which addresses are taken, nor the range of node ports (pkg/registry/core/service: DryRun allocators).
   */
  allocate(service: Service, old: Service | undefined, dryRun?: boolean): Service;
}

export const createAllocator = (store: Store, random: Random, serviceCidr: string): Allocator => {
  const range = parseRange(serviceCidr);
  if (!range) throw new Error(`${serviceCidr} is no range of IPv4 addresses`);
  // Counts by value: two ports of one Service may share a node port.
  const ips = new Map<string, string>();
  const ports = new Map<number, string>();

  const nodePortsOf = (service: Service): number[] => [
    ...(service.spec.ports ?? []).flatMap(({ nodePort }) => (nodePort ? [nodePort] : [])),
    ...(service.spec.healthCheckNodePort ? [service.spec.healthCheckNodePort] : []),
  ];
  store.subscribe(({ kind, object, previous, type }) => {
    if (kind !== 'Service') return;
    if (previous) {
      const old = previous as Service;
      for (const ip of old.spec.clusterIPs ?? []) ips.delete(ip);
      for (const port of nodePortsOf(old)) ports.delete(port);
    }
    if (type === 'DELETED') return;
    const service = object as Service;
    for (const ip of service.spec.clusterIPs ?? []) if (ip !== 'None') ips.set(ip, service.metadata.uid);
    for (const port of nodePortsOf(service)) ports.set(port, service.metadata.uid);
  });

  /** A random free number of an interval, then the next free one behind it. */
  const pick = (from: number, to: number, isTaken: (value: number) => boolean): number | undefined => {
    const count = to - from + 1;
    if (count <= 0) return undefined;
    const start = Math.floor(random() * count);
    for (let step = 0; step < count; step += 1) {
      const value = from + ((start + step) % count);
      if (!isTaken(value)) return value;
    }
    return undefined;
  };

  const nextIp = (): string => {
    const last = range.first + range.size - 2;
    const band = range.first + bandOf(range.size, 16, 16, 256);
    const isTaken = (value: number): boolean => ips.has(ipv4Text(value));
    const value = pick(band + 1, last, isTaken) ?? pick(range.first + 1, band, isTaken);
    if (value === undefined) throw internalError('failed to allocate a serviceIP: range is full');
    return ipv4Text(value);
  };

  const nextPort = (mine: ReadonlySet<number>): number => {
    const band = firstNodePort + bandOf(lastNodePort - firstNodePort + 1, 16, 32, 128);
    const isTaken = (value: number): boolean => ports.has(value) || mine.has(value);
    const value = pick(band, lastNodePort, isTaken) ?? pick(firstNodePort, band - 1, isTaken);
    if (value === undefined) throw internalError('failed to allocate a nodePort: range is full');
    return value;
  };

  const isUsable = (ip: string): boolean =>
    contains(range, ip) && ip !== ipv4Text(range.first) && ip !== ipv4Text(range.first + range.size - 1);

  const allocateIps = (service: Service, old: Service | undefined, dryRun: boolean): Service => {
    if (service.spec.type === 'ExternalName') return service;
    const { spec, faults } = settleFamilies(service, old);
    if (faults.length > 0) throw refuse(service, faults);
    const wanted = spec.clusterIPs?.[0];
    if (wanted === 'None') return { ...service, spec };
    if (wanted === undefined) {
      const clusterIP = nextIp();
      return { ...service, spec: { ...spec, clusterIP, clusterIPs: [clusterIP] } };
    }
    // A changed address of a living Service is validation's to refuse.
    if (old && old.spec.type !== 'ExternalName') return { ...service, spec };
    const why = !/^\d+(\.\d+){3}$/.test(wanted)
      ? undefined
      : dryRun
        ? isUsable(wanted)
          ? undefined
          : `the provided IP (${wanted}) is not in the valid range. The range of valid IPs is ${serviceCidr}`
        : !contains(range, wanted)
          ? 'the provided network does not match the current range'
          : ips.has(wanted)
            ? 'provided IP is already allocated'
            : undefined;
    if (why)
      throw refuse(service, [
        invalidValue('spec.clusterIPs', spec.clusterIPs, `failed to allocate IP ${wanted}: ${why}`),
      ]);
    return { ...service, spec };
  };

  const claim = (
    service: Service,
    field: string,
    port: number,
    old: ReadonlySet<number>,
    mine: ReadonlySet<number>,
    dryRun: boolean,
  ): void => {
    if (old.has(port) && !mine.has(port)) return;
    if (!dryRun && (port < firstNodePort || port > lastNodePort))
      throw refuse(service, [
        invalidValue(
          field,
          port,
          `provided port is not in the valid range. The range of valid ports is ${firstNodePort}-${lastNodePort}`,
        ),
      ]);
    if (ports.has(port) || mine.has(port))
      throw refuse(service, [invalidValue(field, port, 'provided port is already allocated')]);
  };

  const allocatePorts = (service: Service, old: Service | undefined, dryRun: boolean): Service => {
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
      if (wanted) claim(service, `spec.ports[${index}].nodePort`, wanted, owned, mine, dryRun);
      const nodePort = wanted ?? nextPort(mine);
      mine.add(nodePort);
      byPort.set(each.port, nodePort);
      return { ...each, nodePort };
    });
    const spec = { ...service.spec, ports: allocated };
    if (needsHealthCheck(service)) {
      const wanted = service.spec.healthCheckNodePort;
      if (wanted && !owned.has(wanted) && (ports.has(wanted) || mine.has(wanted)))
        throw internalError(
          `failed to allocate requested HealthCheck NodePort ${wanted}: provided port is already allocated`,
        );
      spec.healthCheckNodePort = wanted ?? nextPort(mine);
    }
    return { ...service, spec };
  };

  return { allocate: (service, old, dryRun = false) => allocatePorts(allocateIps(service, old, dryRun), old, dryRun) };
};
