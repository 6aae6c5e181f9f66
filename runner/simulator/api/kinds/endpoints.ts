import type { EndpointAddress, EndpointPort, EndpointSubset, Endpoints } from '../../objects/endpoints.ts';
import type { Unstructured } from '../../objects/metadata.ts';
import { ageColumn, column, createdAge, firstThree, nameColumn } from '../columns.ts';
import { type FieldError, invalidValue, notSupported, required } from '../field-error.ts';
import { namespaced } from '../resources.ts';
import { validateEndpointIp, validateIp, warningsOfIp } from '../validation/addresses.ts';
import { validateObjectMetaUpdate } from '../validation/meta.ts';
import { faultsOfDns1123Label, faultsOfPortNumber, faultsOfQualifiedName } from '../validation/names.ts';
import type { ApiKind } from './api-kind.ts';
import { isManaged, protocols } from './support/endpoints.ts';
import { mapObjects, withProtocol } from './support/ports.ts';

const lists = ['addresses', 'notReadyAddresses'] as const;

const defaults = (object: Unstructured): Unstructured =>
  Array.isArray(object['subsets'])
    ? {
        ...object,
        subsets: mapObjects(object['subsets'], (subset) => ({
          ...subset,
          ...(Array.isArray(subset['ports']) && { ports: mapObjects(subset['ports'], withProtocol) }),
        })),
      }
    : object;

const validatePortName = (name: string | undefined, at: string, isRequired: boolean): FieldError[] => {
  if (name) return faultsOfDns1123Label(name).map((words) => invalidValue(at, name, words));
  return isRequired ? [required(at)] : [];
};

const validatePort = (port: EndpointPort, at: string, several: boolean): FieldError[] => [
  ...validatePortName(port.name, `${at}.name`, several),
  ...faultsOfPortNumber(port.port).map((words) => invalidValue(`${at}.port`, port.port ?? 0, words)),
  ...(protocols.includes(port.protocol ?? '') ? [] : [notSupported(`${at}.protocol`, port.protocol ?? '', protocols)]),
  ...(port.appProtocol === undefined ? [] : faultsOfQualifiedName(port.appProtocol)).map((words) =>
    invalidValue(`${at}.appProtocol`, port.appProtocol, words),
  ),
];

const validateAddress = ({ ip = '', hostname }: Partial<EndpointAddress>, at: string): FieldError[] => [
  ...validateIp(`${at}.ip`, ip),
  ...(hostname ? faultsOfDns1123Label(hostname).map((words) => invalidValue(`${at}.hostname`, hostname, words)) : []),
  ...validateEndpointIp(`${at}.ip`, ip),
];

const validateSubset = (subset: EndpointSubset, at: string): FieldError[] => {
  const { ports = [] } = subset;
  return [
    ...(lists.every((key) => !subset[key]?.length)
      ? [required(at, 'must specify `addresses` or `notReadyAddresses`')]
      : []),
    ...lists.flatMap((key) =>
      (subset[key] ?? []).flatMap((address, index) => validateAddress(address, `${at}.${key}[${index}]`)),
    ),
    ...ports.flatMap((port, index) => validatePort(port, `${at}.ports[${index}]`, ports.length > 1)),
  ];
};

const validate = ({ subsets = [] }: Endpoints): FieldError[] =>
  subsets.flatMap((subset, index) => validateSubset(subset, `subsets[${index}]`));

const warnings = (endpoints: Endpoints): string[] => {
  if (isManaged(endpoints)) return [];
  return (endpoints.subsets ?? []).flatMap((subset, index) =>
    lists.flatMap((list) =>
      (subset[list] ?? []).flatMap(({ ip }, at) => warningsOfIp(`subsets[${index}].${list}[${at}].ip`, ip)),
    ),
  );
};

const endpointsText = ({ subsets }: Endpoints): string => {
  const all = (subsets ?? []).flatMap(({ addresses = [], ports = [] }) =>
    ports.length === 0
      ? addresses.map(({ ip }) => ip)
      : ports.flatMap(({ port }) => addresses.map(({ ip }) => `${ip}:${port}`)),
  );
  // Subsets of addresses that are not ready print as nothing at all.
  return (subsets ?? []).length > 0 ? firstThree(all) : '<none>';
};

export const endpointsKind: ApiKind<Endpoints> = {
  resource: namespaced('v1', 'Endpoints', 'endpoints', { shortNames: ['ep'], storageKey: 'services/endpoints' }),
  defaults,
  validate,
  validateUpdate: (next, old) => [...validateObjectMetaUpdate(next.metadata, old.metadata), ...validate(next)],
  warnings,
  // KEP-4974
  deprecation: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
  printer: {
    columns: [nameColumn, column('Endpoints'), ageColumn],
    cells: (endpoints, now) => [endpoints.metadata.name, endpointsText(endpoints), createdAge(endpoints, now)],
  },
};
