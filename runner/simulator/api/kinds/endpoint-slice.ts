import { isIPv4, isIPv6 } from 'node:net';
import { isSameJson } from '../../../core/json.ts';
import type { EndpointPort, EndpointSlice, SliceEndpoint } from '../../objects/endpoints.ts';
import type { Unstructured } from '../../objects/metadata.ts';
import { ageColumn, column, createdAge, firstThree, nameColumn, type Printer } from '../columns.ts';
import { duplicate, type FieldError, invalidValue, notSupported, required } from '../field-error.ts';
import { namespaced } from '../resources.ts';
import { parseSloppyIp, validateEndpointIp, validateIp, warningsOfIp } from '../validation/addresses.ts';
import { validateLabelsAndAnnotations } from '../validation/meta.ts';
import { faultsOfDns1123Label, faultsOfDns1123Subdomain } from '../validation/names.ts';
import type { ApiKind } from './api-kind.ts';
import { isManaged, protocols } from './support/endpoints.ts';
import { mapObjects, withProtocol } from './support/ports.ts';

const addressTypes = ['FQDN', 'IPv4', 'IPv6'];

const defaults = (object: Unstructured): Unstructured => ({
  ...object,
  endpoints: mapObjects(object['endpoints'], (each) => ({
    addresses: [],
    ...each,
    conditions: each['conditions'] ?? {},
  })),
  ports: mapObjects(object['ports'], (port) => ({ ...withProtocol(port), name: port['name'] ?? '' })),
});

const validateAddress = (type: string, text: string, at: string, list: string): FieldError[] => {
  // An unknown type has been refused already; its addresses have no form to check.
  if (!addressTypes.includes(type)) return [];
  if (type === 'FQDN') return faultsOfDns1123Subdomain(text).map((words) => invalidValue(at, text, words));
  const faults = validateIp(at, text);
  if (faults.length > 0) return faults;
  const ip = parseSloppyIp(text) ?? text;
  const fits = type === 'IPv4' ? isIPv4(ip) : isIPv6(ip);
  return [...(fits ? [] : [invalidValue(list, text, `must be an ${type} address`)]), ...validateEndpointIp(at, text)];
};

const validateType = (type: string): FieldError[] => {
  if (!type) return [required('addressType')];
  return addressTypes.includes(type) ? [] : [notSupported('addressType', type, addressTypes)];
};

const validatePorts = (ports: readonly EndpointPort[]): FieldError[] => {
  const names = new Set<string>();
  return ports.flatMap(({ name = '', protocol = '' }, index) => {
    const at = `ports[${index}]`;
    const faults = name ? faultsOfDns1123Label(name).map((words) => invalidValue(`${at}.name`, name, words)) : [];
    if (names.has(name)) faults.push(duplicate(`${at}.name`, name));
    names.add(name);
    if (!protocols.includes(protocol)) faults.push(notSupported(`${at}.protocol`, protocol, protocols));
    return faults;
  });
};

const validateEndpoint = ({ addresses = [], nodeName, hostname }: SliceEndpoint, type: string, at: string) => [
  ...(addresses.length === 0 ? [required(`${at}.addresses`, 'must contain at least 1 address')] : []),
  ...addresses.flatMap((each, index) => validateAddress(type, each, `${at}.addresses[${index}]`, `${at}.addresses`)),
  ...(nodeName === undefined ? [] : faultsOfDns1123Subdomain(nodeName)).map((words) =>
    invalidValue(`${at}.nodeName`, nodeName, words),
  ),
  ...(hostname === undefined ? [] : faultsOfDns1123Label(hostname)).map((words) =>
    invalidValue(`${at}.hostname`, hostname, words),
  ),
];

const validate = ({ addressType, endpoints, ports }: EndpointSlice): FieldError[] => [
  ...validateType(addressType),
  ...validatePorts(ports ?? []),
  ...(endpoints ?? []).flatMap((each, index) => validateEndpoint(each, addressType, `endpoints[${index}]`)),
];

const warnings = (slice: EndpointSlice, isNew: boolean): string[] => {
  const { addressType, endpoints } = slice;
  if (addressType === 'FQDN') return isNew ? ['spec.addressType: FQDN endpoints are deprecated'] : [];
  if (isManaged(slice)) return [];
  return (endpoints ?? []).flatMap(({ addresses = [] }, index) =>
    addresses.flatMap((ip, at) => warningsOfIp(`endpoints[${index}].addresses[${at}]`, ip)),
  );
};

const printer: Printer<EndpointSlice> = {
  columns: [nameColumn, column('AddressType'), column('Ports'), column('Endpoints'), ageColumn],
  cells: (slice, now) => {
    const ports = (slice.ports ?? []).map(({ port }) => (port === undefined ? '*' : String(port)));
    return [
      slice.metadata.name,
      slice.addressType,
      firstThree(ports) || '<unset>',
      firstThree((slice.endpoints ?? []).flatMap(({ addresses }) => addresses)) || '<unset>',
      createdAge(slice, now),
    ];
  },
};

export const endpointSliceKind: ApiKind<EndpointSlice> = {
  resource: namespaced('discovery.k8s.io/v1', 'EndpointSlice', 'endpointslices'),
  defaults,
  validate,
  validateUpdate: (next, old) => [
    ...validateLabelsAndAnnotations(next.metadata),
    ...validate(next),
    ...(isSameJson(old.addressType, next.addressType)
      ? []
      : [invalidValue('addressType', next.addressType, 'field is immutable')]),
  ],
  // Empty lists are stored as null, as Go writes them.
  canonicalize: (slice) => ({
    ...slice,
    endpoints: slice.endpoints?.length ? slice.endpoints : null,
    ports: slice.ports?.length ? slice.ports : null,
  }),
  desired: ({ endpoints, ports }) => ({ endpoints, ports }) as Pick<EndpointSlice, 'endpoints' | 'ports'>,
  warnings,
  printer,
};
