import type { JsonObject } from '../../../../core/json.ts';
import type { LabelSelector } from '../../../../core/labels.ts';
import type { Typed } from '../../../objects/metadata.ts';
import { type FieldError, forbiddenField, invalidValue, notSupported, required } from '../../field-error.ts';
import { isInside, validateCidr } from '../../validation/addresses.ts';
import { validateLabelSelector } from '../../validation/meta.ts';
import { faultsOfPortName, faultsOfPortNumber } from '../../validation/names.ts';

/** pkg/apis/networking/validation: ValidateNetworkPolicySpec, in its order. */

type Port = { protocol?: string; port?: number | string; endPort?: number };
type Peer = {
  podSelector?: LabelSelector;
  namespaceSelector?: LabelSelector;
  ipBlock?: { cidr?: string; except?: string[] };
};
type PolicyRule = { ports?: Port[]; from?: Peer[]; to?: Peer[] };
export type NetworkPolicy = Typed<
  JsonObject & {
    podSelector?: LabelSelector;
    policyTypes?: string[];
    ingress?: PolicyRule[];
    egress?: PolicyRule[];
  }
>;

const protocols = ['TCP', 'UDP', 'SCTP'];
const types = ['Ingress', 'Egress'];

const validatePort = ({ protocol, port, endPort }: Port, at: string): FieldError[] => {
  const wrong = (key: string, value: number | string, words: string): FieldError =>
    invalidValue(`${at}.${key}`, value, words);
  const faults =
    protocol === undefined || protocols.includes(protocol) ? [] : [notSupported(`${at}.protocol`, protocol, protocols)];
  if (typeof port === 'number') {
    faults.push(...faultsOfPortNumber(port).map((words) => wrong('port', port, words)));
    if (endPort !== undefined && endPort < port)
      faults.push(wrong('endPort', port, 'must be greater than or equal to `port`'));
    if (endPort !== undefined)
      faults.push(...faultsOfPortNumber(endPort).map((words) => wrong('endPort', endPort, words)));
    return faults;
  }
  const state = port === undefined ? 'not specified' : 'non-numeric';
  if (endPort !== undefined) faults.push(wrong('endPort', endPort, `may not be specified when \`port\` is ${state}`));
  if (port !== undefined) faults.push(...faultsOfPortName(port).map((words) => wrong('port', port, words)));
  return faults;
};

const validateIpBlock = ({ cidr, except = [] }: NonNullable<Peer['ipBlock']>, at: string): FieldError[] => {
  if (!cidr) return [required(`${at}.cidr`)];
  const faults = validateCidr(`${at}.cidr`, cidr);
  if (faults.length > 0) return faults;
  return except.flatMap((each, index) => {
    const field = `${at}.except[${index}]`;
    const wrong = validateCidr(field, each);
    if (wrong.length > 0 || isInside(each, cidr)) return wrong;
    return [invalidValue(field, each, 'must be a strict subset of `cidr`')];
  });
};

const validatePeer = (peer: Peer, at: string): FieldError[] => {
  const { podSelector, namespaceSelector, ipBlock } = peer;
  const count = [podSelector, namespaceSelector, ipBlock].filter(Boolean).length;
  return [
    ...validateLabelSelector(podSelector, `${at}.podSelector`),
    ...validateLabelSelector(namespaceSelector, `${at}.namespaceSelector`),
    ...(ipBlock ? validateIpBlock(ipBlock, `${at}.ipBlock`) : []),
    ...(count === 0 ? [required(at, 'must specify a peer')] : []),
    ...(count > 1 && ipBlock ? [forbiddenField(at, 'may not specify both ipBlock and another peer')] : []),
  ];
};

const validateRule = ({ ports = [], from = [], to = [] }: PolicyRule, at: string): FieldError[] => [
  ...ports.flatMap((port, index) => validatePort(port, `${at}.ports[${index}]`)),
  ...from.flatMap((peer, index) => validatePeer(peer, `${at}.from[${index}]`)),
  ...to.flatMap((peer, index) => validatePeer(peer, `${at}.to[${index}]`)),
];

export const validateNetworkPolicySpec = (spec: NetworkPolicy['spec']): FieldError[] => {
  const { podSelector, policyTypes = [], ingress = [], egress = [] } = spec;
  return [
    ...validateLabelSelector(podSelector, 'spec.podSelector'),
    ...ingress.flatMap((rule, index) => validateRule(rule, `spec.ingress[${index}]`)),
    ...egress.flatMap((rule, index) => validateRule(rule, `spec.egress[${index}]`)),
    ...(policyTypes.length > types.length
      ? [invalidValue('spec.policyTypes', policyTypes, 'may not specify more than two policyTypes')]
      : policyTypes.flatMap((type, index) =>
          types.includes(type) ? [] : [notSupported(`spec.policyTypes[${index}]`, type, types)],
        )),
  ];
};
