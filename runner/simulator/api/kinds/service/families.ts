import { isIPv6 } from 'node:net';
import { isSameJson } from '../../../../core/json.ts';
import type { Service, ServiceSpec } from '../../../objects/services.ts';
import { type FieldError, invalidValue } from '../../field-error.ts';
import { validateClusterIps } from './cluster-ips.ts';

export type Families = { spec: ServiceSpec; faults: readonly FieldError[] };

const at = 'spec.ipFamilyPolicy';

/** Headless and without a selector: the Service may have families that the cluster has not. */
const isUnbound = ({ clusterIP, selector }: ServiceSpec): boolean =>
  clusterIP === 'None' && Object.keys(selector ?? {}).length === 0;

const policyOf = (spec: ServiceSpec, old: ServiceSpec | undefined): string =>
  spec.ipFamilyPolicy ?? old?.ipFamilyPolicy ?? (isUnbound(spec) ? 'RequireDualStack' : 'SingleStack');

const validateSingleStack = ({ clusterIPs = [], ipFamilies = [] }: ServiceSpec): FieldError[] => {
  const must = "must be 'RequireDualStack' or 'PreferDualStack' when multiple";
  return [
    ...(clusterIPs.length === 2 ? [invalidValue(at, 'SingleStack', `${must} cluster IPs are specified`)] : []),
    ...(ipFamilies.length === 2 ? [invalidValue(at, 'SingleStack', `${must} IP families are specified`)] : []),
  ];
};

/** A family for each cluster IP that has none yet. */
const inferred = (spec: ServiceSpec): Families => {
  const { clusterIPs = [] } = spec;
  const ipFamilies = [...(spec.ipFamilies ?? [])];
  const faults: FieldError[] = [];
  for (const [index, ip] of clusterIPs.entries()) {
    if (ip === 'None') break;
    if (index < ipFamilies.length) continue;
    if (isIPv6(ip))
      faults.push(invalidValue(`spec.clusterIPs[${index}]`, clusterIPs, 'IPv6 is not configured on this cluster'));
    else ipFamilies.push('IPv4');
  }
  return { spec: { ...spec, ...(ipFamilies.length > 0 && { ipFamilies }) }, faults };
};

/** With policy SingleStack, what was given for the second family goes when the client left it as it was. */
const reduced = (spec: ServiceSpec, old: ServiceSpec | undefined): ServiceSpec => {
  if (!old || spec.ipFamilyPolicy !== 'SingleStack') return spec;
  const next = { ...spec };
  if (isSameJson(next.clusterIPs, old.clusterIPs) && next.clusterIPs) next.clusterIPs = next.clusterIPs.slice(0, 1);
  if (isSameJson(next.ipFamilies, old.ipFamilies) && next.ipFamilies) next.ipFamilies = next.ipFamilies.slice(0, 1);
  return next;
};

const both = (first: string): string[] => [first, first === 'IPv4' ? 'IPv6' : 'IPv4'];

/**
 * The families of a Service in a cluster that has IPv4 alone, before addresses are given and the rest is checked:
 * pkg/registry/core/service/storage/alloc.go, initIPFamilyFields.
 */
export const settleFamilies = (service: Service, old: Service | undefined): Families => {
  if (service.spec.type === 'ExternalName') return { spec: service.spec, faults: [] };
  const known = { ...service.spec, ipFamilyPolicy: policyOf(service.spec, old?.spec) };
  const early = validateClusterIps({ ...service, spec: known });
  if (early.length > 0) return { spec: known, faults: early };
  const single = reduced(known, old?.spec);
  const { spec, faults } = inferred(single);
  const wrong = [...(spec.ipFamilyPolicy === 'SingleStack' ? validateSingleStack(single) : []), ...faults];
  if (wrong.length > 0) return { spec, faults: wrong };
  const { ipFamilies: [first = 'IPv4', ...others] = [], ipFamilyPolicy } = spec;
  if (isUnbound(spec)) {
    const wide = others.length === 0 && ipFamilyPolicy !== 'SingleStack';
    return { spec: { ...spec, ipFamilies: wide ? both(first) : [first, ...others] }, faults: [] };
  }
  return {
    spec: { ...spec, ipFamilies: [first, ...others] },
    faults: [
      ...(ipFamilyPolicy === 'RequireDualStack'
        ? [invalidValue(at, ipFamilyPolicy, 'this cluster is not configured for dual-stack services')]
        : []),
      ...[first, ...others].flatMap((family, index) =>
        family === 'IPv6' ? [invalidValue(`spec.ipFamilies[${index}]`, family, 'not configured on this cluster')] : [],
      ),
    ],
  };
};
