import { isIPv6 } from 'node:net';
import { isSameJson } from '../../../../core/json.ts';
import type { Service } from '../../../objects/services.ts';
import { duplicate, type FieldError, forbiddenField, invalidValue, notSupported, required } from '../../field-error.ts';
import { validateIp } from '../../validation/addresses.ts';
import { isHeadless, needsHealthCheck } from './facts.ts';

const policies = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];

/** ValidateServiceClusterIPsRelatedFields. */
export const validateClusterIps = (service: Service): FieldError[] => {
  const { spec } = service;
  if (spec.type === 'ExternalName') return [];
  const at = 'spec.clusterIPs';
  const ips = spec.clusterIPs ?? [];
  const families = spec.ipFamilies ?? [];
  const faults: FieldError[] = [];
  if (spec.clusterIP && ips.length === 0) faults.push(required(at));
  else if (spec.clusterIP && ips[0] !== spec.clusterIP)
    faults.push(invalidValue(at, ips, 'first value must match `clusterIP`'));
  else if (!spec.clusterIP && ips.length > 0)
    faults.push(invalidValue(at, ips, 'must be empty when `clusterIP` is not specified'));
  for (const [index, family] of families.entries()) {
    if (!['IPv4', 'IPv6'].includes(family))
      faults.push(notSupported(`spec.ipFamilies[${index}]`, family, ['IPv4', 'IPv6']));
    if (families.indexOf(family) !== index) faults.push(duplicate(`spec.ipFamilies[${index}]`, family));
  }
  if (spec.ipFamilyPolicy && !policies.includes(spec.ipFamilyPolicy))
    faults.push(notSupported('spec.ipFamilyPolicy', spec.ipFamilyPolicy, policies));
  const wrong = ips.flatMap((ip, index) => {
    if (index === 0 && ip === 'None')
      return ips.length > 1 ? [invalidValue(at, ips, "'None' must be the first and only value")] : [];
    return validateIp(`${at}[${index}]`, ip);
  });
  const many = ips.length > 2 ? [invalidValue(at, ips, 'may only hold up to 2 values')] : [];
  faults.push(...wrong, ...many);
  if (wrong.length > 0) return faults;
  if (ips.length > 1 && !(ips.some((ip) => isIPv6(ip)) && ips.some((ip) => !isIPv6(ip))))
    faults.push(invalidValue(at, ips, 'may specify no more than one IP for each IP family'));
  if (isHeadless(service)) return faults;
  for (const [index, ip] of ips.entries()) {
    const family = families[index];
    if (family && isIPv6(ip) !== (family === 'IPv6'))
      faults.push(
        invalidValue(`${at}[${index}]`, ip, `expected an ${family} value as indicated by \`ipFamilies[${index}]\``),
      );
  }
  return faults;
};

/** Fields that may not change: ValidateServiceUpdate beyond the checks of a create. */
export const validateServiceChange = (service: Service, old: Service): FieldError[] => {
  const faults: FieldError[] = [];
  const next = service.spec.clusterIPs ?? [];
  const before = old.spec.clusterIPs ?? [];
  const typed = service.spec.type !== 'ExternalName' && old.spec.type !== 'ExternalName';
  if (typed && !(isHeadless(service) && isHeadless(old)) && before.length > 0) {
    if (next.length === 0) faults.push(invalidValue('spec.clusterIPs[0]', next, 'primary clusterIP can not be unset'));
    else if (next[0] !== before[0]) faults.push(invalidValue('spec.clusterIPs[0]', next, 'may not change once set'));
  }
  const family = service.spec.ipFamilies?.[0];
  const oldFamily = old.spec.ipFamilies?.[0];
  if (typed && oldFamily && family !== oldFamily)
    faults.push(invalidValue('spec.ipFamilies[0]', service.spec.ipFamilies ?? [], 'may not change once set'));
  if (service.spec.type === 'LoadBalancer' && old.spec.type === 'LoadBalancer') {
    if (!isSameJson(service.spec.loadBalancerClass, old.spec.loadBalancerClass))
      faults.push(invalidValue('spec.loadBalancerClass', service.spec.loadBalancerClass, 'may not change once set'));
    if (
      needsHealthCheck(service) &&
      needsHealthCheck(old) &&
      service.spec.healthCheckNodePort !== old.spec.healthCheckNodePort
    )
      faults.push(forbiddenField('spec.healthCheckNodePort', 'field is immutable'));
  }
  return faults;
};
