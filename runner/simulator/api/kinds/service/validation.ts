import type { JsonValue } from '../../../../core/json.ts';
import type { Service, ServicePort } from '../../../objects/services.ts';
import { duplicate, type FieldError, forbiddenField, invalidValue, notSupported, required } from '../../field-error.ts';
import { validateCidr, validateEndpointIp, validateIp } from '../../validation/addresses.ts';
import { validateLabels } from '../../validation/meta.ts';
import {
  faultsOfDns1123Label,
  faultsOfDns1123Subdomain,
  faultsOfPortName,
  faultsOfPortNumber,
  faultsOfQualifiedName,
} from '../../validation/names.ts';
import { validateClusterIps } from './cluster-ips.ts';
import { isExternal, isHeadless, needsHealthCheck } from './facts.ts';

/** pkg/apis/core/validation: validateService and what it calls, in the same order. */

const protocols = ['SCTP', 'TCP', 'UDP'];
const types = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const distributions = ['PreferClose'];
const loadBalancerOnly = "may only be used when `type` is 'LoadBalancer'";

const validateTargetPort = (field: string, port: number | string): FieldError[] =>
  (typeof port === 'number' ? faultsOfPortNumber(port) : faultsOfPortName(port)).map((words) =>
    invalidValue(field, port, words),
  );

const validateServicePort = (port: ServicePort, at: string, several: boolean, names: Set<string>): FieldError[] => {
  const faults: FieldError[] = [];
  if (several && !port.name) faults.push(required(`${at}.name`));
  else if (port.name) {
    for (const words of faultsOfDns1123Label(port.name)) faults.push(invalidValue(`${at}.name`, port.name, words));
    if (names.has(port.name)) faults.push(duplicate(`${at}.name`, port.name));
    names.add(port.name);
  }
  for (const words of faultsOfPortNumber(port.port)) faults.push(invalidValue(`${at}.port`, port.port ?? 0, words));
  if (!port.protocol) faults.push(required(`${at}.protocol`));
  else if (!protocols.includes(port.protocol)) faults.push(notSupported(`${at}.protocol`, port.protocol, protocols));
  faults.push(...validateTargetPort(`${at}.targetPort`, port.targetPort));
  for (const words of port.appProtocol === undefined ? [] : faultsOfQualifiedName(port.appProtocol))
    faults.push(invalidValue(`${at}.appProtocol`, port.appProtocol, words));
  return faults;
};

const validateType = ({ spec }: Service): FieldError[] => {
  if (spec.type === 'LoadBalancer' || spec.type === 'NodePort')
    return spec.clusterIP === 'None'
      ? [invalidValue('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${spec.type} services`)]
      : [];
  if (spec.type !== 'ExternalName') return [];
  const name = (spec.externalName ?? '').replace(/\.$/, '');
  const forbidden = 'may not be set for ExternalName services';
  return [
    ...(spec.clusterIPs?.length ? [forbiddenField('spec.clusterIPs', forbidden)] : []),
    ...(spec.ipFamilies?.length ? [forbiddenField('spec.ipFamilies', forbidden)] : []),
    ...(spec.ipFamilyPolicy ? [forbiddenField('spec.ipFamilyPolicy', forbidden)] : []),
    ...(name
      ? faultsOfDns1123Subdomain(name).map((words) => invalidValue('spec.externalName', name, words))
      : [required('spec.externalName')]),
  ];
};

const validateSessionAffinity = ({ spec }: Service): FieldError[] => {
  const at = 'spec.sessionAffinityConfig';
  if (!spec.sessionAffinity) return [required('spec.sessionAffinity')];
  if (spec.sessionAffinity === 'None')
    return spec.sessionAffinityConfig ? [forbiddenField(at, 'must not be set when session affinity is None')] : [];
  if (spec.sessionAffinity !== 'ClientIP')
    return [notSupported('spec.sessionAffinity', spec.sessionAffinity, ['ClientIP', 'None'])];
  const why = 'when session affinity type is ClientIP';
  if (!spec.sessionAffinityConfig) return [required(at, why)];
  if (!spec.sessionAffinityConfig.clientIP) return [required(`${at}.clientIP`, why)];
  const timeout = spec.sessionAffinityConfig.clientIP.timeoutSeconds;
  if (timeout === undefined) return [required(`${at}.clientIP.timeoutSeconds`, why)];
  return timeout <= 0 || timeout > 86_400
    ? [invalidValue(`${at}.clientIP.timeoutSeconds`, timeout, 'must be greater than 0 and less than 86400')]
    : [];
};

const validateDuplicatePorts = (ports: readonly ServicePort[]): FieldError[] => {
  const faults: FieldError[] = [];
  const nodePorts = new Set<string>();
  for (const [index, { nodePort, protocol }] of ports.entries()) {
    if (!nodePort) continue;
    if (nodePorts.has(`${protocol}${nodePort}`)) faults.push(duplicate(`spec.ports[${index}].nodePort`, nodePort));
    nodePorts.add(`${protocol}${nodePort}`);
  }
  const seen = new Set<string>();
  for (const [index, { port, protocol }] of ports.entries()) {
    // The server prints its internal type, whose fields have Go's names.
    const shown: JsonValue = {
      Name: '',
      Protocol: protocol,
      AppProtocol: null,
      Port: port,
      TargetPort: 0,
      NodePort: 0,
    };
    if (seen.has(`${protocol}${port}`)) faults.push(duplicate(`spec.ports[${index}]`, shown));
    seen.add(`${protocol}${port}`);
  }
  return faults;
};

const validateLoadBalancerClass = ({ type, loadBalancerClass }: Service['spec']): FieldError[] => {
  const at = 'spec.loadBalancerClass';
  if (loadBalancerClass === undefined) return [];
  if (type !== 'LoadBalancer') return [forbiddenField(at, loadBalancerOnly)];
  return faultsOfQualifiedName(loadBalancerClass).map((words) => invalidValue(at, loadBalancerClass, words));
};

const validateLoadBalancer = ({ spec }: Service): FieldError[] => {
  const balanced = spec.type === 'LoadBalancer';
  const ranges = spec.loadBalancerSourceRanges ?? [];
  const at = 'spec.LoadBalancerSourceRanges';
  return [
    ...(ranges.length > 0 && !balanced ? [forbiddenField(at, loadBalancerOnly)] : []),
    ...ranges.flatMap((each, index) => validateCidr(`${at}[${index}]`, each.trim())),
    ...(spec.allocateLoadBalancerNodePorts !== undefined && !balanced
      ? [forbiddenField('spec.allocateLoadBalancerNodePorts', loadBalancerOnly)]
      : []),
    ...validateLoadBalancerClass(spec),
  ];
};

const validateTrafficPolicies = (service: Service): FieldError[] => {
  const { spec } = service;
  const { externalTrafficPolicy: external, internalTrafficPolicy: internal, trafficDistribution: spread } = spec;
  const faults: FieldError[] = [];
  if (!isExternal(service)) {
    if (external)
      faults.push(
        invalidValue('spec.externalTrafficPolicy', external, 'may only be set for externally-accessible services'),
      );
  } else if (!external) faults.push(required('spec.externalTrafficPolicy'));
  else if (!['Cluster', 'Local'].includes(external))
    faults.push(notSupported('spec.externalTrafficPolicy', external, ['Cluster', 'Local']));
  if (!needsHealthCheck(service) && spec.healthCheckNodePort)
    faults.push(
      invalidValue(
        'spec.healthCheckNodePort',
        spec.healthCheckNodePort,
        "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'",
      ),
    );
  if (internal !== undefined && !['Cluster', 'Local'].includes(internal))
    faults.push(notSupported('spec.internalTrafficPolicy', internal, ['Cluster', 'Local']));
  const known = [...distributions, 'PreferSameZone', 'PreferSameNode'];
  if (spread !== undefined && !known.includes(spread))
    faults.push(notSupported('spec.trafficDistribution', spread, known));
  return faults;
};

export const validateService = (service: Service, old?: Service): FieldError[] => {
  const { spec } = service;
  const ports = spec.ports ?? [];
  const names = new Set<string>();
  return [
    ...(ports.length === 0 && !isHeadless(service) && spec.type !== 'ExternalName' ? [required('spec.ports')] : []),
    ...validateType(service),
    ...ports.flatMap((port, index) => validateServicePort(port, `spec.ports[${index}]`, ports.length > 1, names)),
    ...validateLabels(spec.selector, 'spec.selector'),
    ...validateSessionAffinity(service),
    ...validateClusterIps(service),
    ...(spec.externalIPs ?? []).flatMap((ip, index) => {
      if (old?.spec.externalIPs?.includes(ip)) return [];
      const at = `spec.externalIPs[${index}]`;
      const faults = validateIp(at, ip);
      return faults.length > 0 ? faults : validateEndpointIp(at, ip);
    }),
    ...(types.includes(spec.type) ? [] : [notSupported('spec.type', spec.type, types)]),
    ...(spec.type === 'ClusterIP'
      ? ports.flatMap(({ nodePort }, index) =>
          nodePort
            ? [forbiddenField(`spec.ports[${index}].nodePort`, "may not be used when `type` is 'ClusterIP'")]
            : [],
        )
      : []),
    ...validateDuplicatePorts(ports),
    ...validateLoadBalancer(service),
    ...validateTrafficPolicies(service),
  ];
};
