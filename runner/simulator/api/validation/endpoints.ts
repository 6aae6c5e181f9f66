import { isIPv4, isIPv6 } from 'node:net';
import { type EndpointPort, type EndpointSlice, type Endpoints, isSame } from '../../objects/objects.ts';
import { duplicate, type FieldError, invalidValue, notSupported, required } from '../field-error.ts';
import { faultsOfEndpointIp, faultsOfIp, parseSloppyIp } from './addresses.ts';
import { faultsOfDns1123Label, faultsOfDns1123Subdomain, faultsOfPortNumber, faultsOfQualifiedName } from './names.ts';

const protocols = ['SCTP', 'TCP', 'UDP'];
const addressTypes = ['FQDN', 'IPv4', 'IPv6'];

const faultsOfSubsetPort = (port: EndpointPort, at: string, several: boolean): FieldError[] => [
  ...(port.name
    ? faultsOfDns1123Label(port.name).map((words) => invalidValue(`${at}.name`, port.name, words))
    : several
      ? [required(`${at}.name`)]
      : []),
  ...faultsOfPortNumber(port.port).map((words) => invalidValue(`${at}.port`, port.port ?? 0, words)),
  ...(protocols.includes(port.protocol ?? '') ? [] : [notSupported(`${at}.protocol`, port.protocol ?? '', protocols)]),
  ...(port.appProtocol === undefined ? [] : faultsOfQualifiedName(port.appProtocol)).map((words) =>
    invalidValue(`${at}.appProtocol`, port.appProtocol, words),
  ),
];

export const faultsOfEndpoints = ({ subsets = [] }: Endpoints): FieldError[] =>
  subsets.flatMap((subset, index) => {
    const at = `subsets[${index}]`;
    const lists = ['addresses', 'notReadyAddresses'] as const;
    return [
      ...(lists.every((key) => !subset[key]?.length)
        ? [required(at, 'must specify `addresses` or `notReadyAddresses`')]
        : []),
      ...lists.flatMap((key) =>
        (subset[key] ?? []).flatMap((address, number) => {
          const here = `${at}.${key}[${number}]`;
          return [
            ...faultsOfIp(`${here}.ip`, address.ip ?? ''),
            ...(address.hostname
              ? faultsOfDns1123Label(address.hostname).map((words) =>
                  invalidValue(`${here}.hostname`, address.hostname, words),
                )
              : []),
            ...faultsOfEndpointIp(`${here}.ip`, address.ip ?? ''),
          ];
        }),
      ),
      ...(subset.ports ?? []).flatMap((port, number) =>
        faultsOfSubsetPort(port, `${at}.ports[${number}]`, (subset.ports ?? []).length > 1),
      ),
    ];
  });

const faultsOfAddress = (type: string, text: string, at: string, list: string): FieldError[] => {
  // What is no type has been refused; its addresses have no form to keep.
  if (!addressTypes.includes(type)) return [];
  if (type === 'FQDN') return faultsOfDns1123Subdomain(text).map((words) => invalidValue(at, text, words));
  const faults = faultsOfIp(at, text);
  if (faults.length > 0) return faults;
  const ip = parseSloppyIp(text) ?? text;
  const fits = type === 'IPv4' ? isIPv4(ip) : isIPv6(ip);
  return [...(fits ? [] : [invalidValue(list, text, `must be an ${type} address`)]), ...faultsOfEndpointIp(at, text)];
};

export const faultsOfEndpointSlice = (slice: EndpointSlice, old?: EndpointSlice): FieldError[] => {
  const { addressType } = slice;
  const [endpoints, ports] = [slice.endpoints ?? [], slice.ports ?? []];
  const names = new Set<string>();
  return [
    ...(addressType
      ? addressTypes.includes(addressType)
        ? []
        : [notSupported('addressType', addressType, addressTypes)]
      : [required('addressType')]),
    ...ports.flatMap((port, index) => {
      const at = `ports[${index}]`;
      const name = port.name ?? '';
      const faults = name ? faultsOfDns1123Label(name).map((words) => invalidValue(`${at}.name`, name, words)) : [];
      if (names.has(name)) faults.push(duplicate(`${at}.name`, name));
      names.add(name);
      if (!protocols.includes(port.protocol ?? ''))
        faults.push(notSupported(`${at}.protocol`, port.protocol ?? '', protocols));
      return faults;
    }),
    ...endpoints.flatMap((endpoint, index) => {
      const list = `endpoints[${index}].addresses`;
      const addresses = endpoint.addresses ?? [];
      const { nodeName, hostname } = endpoint;
      return [
        ...(addresses.length === 0 ? [required(list, 'must contain at least 1 address')] : []),
        ...addresses.flatMap((each, number) => faultsOfAddress(addressType, each, `${list}[${number}]`, list)),
        ...(nodeName === undefined ? [] : faultsOfDns1123Subdomain(nodeName)).map((words) =>
          invalidValue(`endpoints[${index}].nodeName`, nodeName, words),
        ),
        ...(hostname === undefined ? [] : faultsOfDns1123Label(hostname)).map((words) =>
          invalidValue(`endpoints[${index}].hostname`, hostname, words),
        ),
      ];
    }),
    ...(old && !isSame(old.addressType, addressType)
      ? [invalidValue('addressType', addressType, 'field is immutable')]
      : []),
  ];
};
