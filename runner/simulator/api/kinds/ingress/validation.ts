import { isIP } from 'node:net';
import type { Ingress, IngressBackend, IngressPath } from '../../../objects/ingresses.ts';
import { type FieldError, invalidValue, notSupported, required } from '../../field-error.ts';
import {
  faultsOfDns1035Label,
  faultsOfDns1123Subdomain,
  faultsOfPortName,
  faultsOfPortNumber,
  faultsOfWildcardDomain,
} from '../../validation/names.ts';

/** pkg/apis/networking/validation: validateIngress, in its order. */

const sequences = ['//', '/./', '/../', '%2f', '%2F'];
const endings = ['/..', '/.'];
const pathTypes = ['Exact', 'ImplementationSpecific', 'Prefix'];

const validateBackend = (backend: IngressBackend | undefined, at: string): FieldError[] => {
  const service = backend?.service;
  if (backend?.resource && service) return [invalidValue(at, '', 'cannot set both resource and service backends')];
  if (backend?.resource) {
    const missing = ['kind', 'name'].filter((key) => !backend.resource?.[key]);
    return missing.map((key) => required(`${at}.resource.${key}`));
  }
  if (!service) return [invalidValue(at, '', 'resource or service backend is required')];
  const faults = service.name
    ? faultsOfDns1035Label(service.name).map((words) => invalidValue(`${at}.service.name`, service.name, words))
    : [required(`${at}.service.name`)];
  const { name, number } = service.port ?? {};
  if (name && number) faults.push(invalidValue(at, '', 'cannot set both port name & port number'));
  else if (name)
    for (const words of faultsOfPortName(name)) faults.push(invalidValue(`${at}.service.port.name`, name, words));
  else if (number)
    for (const words of faultsOfPortNumber(number))
      faults.push(invalidValue(`${at}.service.port.number`, number, words));
  else faults.push(required(at, 'port name or number is required'));
  return faults;
};

const validatePath = (path: IngressPath, at: string): FieldError[] => {
  if (!path.pathType) return [required(`${at}.pathType`, 'pathType must be specified')];
  const text = path.path ?? '';
  const faults: FieldError[] = [];
  const refuse = (words: string): number => faults.push(invalidValue(`${at}.path`, text, words));
  if (!pathTypes.includes(path.pathType)) faults.push(notSupported(`${at}.pathType`, path.pathType, pathTypes));
  else if (path.pathType === 'ImplementationSpecific') {
    if (text && !text.startsWith('/')) refuse('must be an absolute path');
  } else {
    if (!text.startsWith('/')) refuse('must be an absolute path');
    for (const each of sequences) if (text.includes(each)) refuse(`must not contain '${each}'`);
    for (const each of endings) if (text.endsWith(each)) refuse(`cannot end with '${each}'`);
  }
  return [...faults, ...validateBackend(path.backend, `${at}.backend`)];
};

const validateHost = (host: string, at: string): FieldError[] => [
  ...(isIP(host) ? [invalidValue(at, host, 'must be a DNS name, not an IP address')] : []),
  ...(host.includes('*') ? faultsOfWildcardDomain(host) : faultsOfDns1123Subdomain(host)).map((words) =>
    invalidValue(at, host, words),
  ),
];

export const classAnnotation = 'kubernetes.io/ingress.class';

export const validateIngress = (ingress: Ingress, isNew: boolean): FieldError[] => {
  const { spec, metadata } = ingress;
  const rules = spec.rules ?? [];
  const annotation = metadata.annotations?.[classAnnotation];
  return [
    ...(rules.length === 0 && !spec.defaultBackend
      ? [invalidValue('spec', spec.rules ?? null, 'either `defaultBackend` or `rules` must be specified')]
      : []),
    ...(spec.defaultBackend ? validateBackend(spec.defaultBackend, 'spec.defaultBackend') : []),
    ...rules.flatMap((rule, index) => {
      const at = `spec.rules[${index}]`;
      return [
        ...(rule.host ? validateHost(rule.host, `${at}.host`) : []),
        ...(rule.http && !rule.http.paths?.length ? [required(`${at}.http.paths`)] : []),
        ...(rule.http?.paths ?? []).flatMap((path, number) => validatePath(path, `${at}.http.paths[${number}]`)),
      ];
    }),
    ...(spec.tls ?? []).flatMap(({ hosts, secretName }, index) => {
      const at = `spec.tls[${index}]`;
      return [
        ...(hosts ?? []).flatMap((host, number) =>
          (host.includes('*') ? faultsOfWildcardDomain(host) : faultsOfDns1123Subdomain(host)).map((words) =>
            invalidValue(`${at}.hosts[${number}]`, host, words),
          ),
        ),
        ...(secretName
          ? faultsOfDns1123Subdomain(secretName).map((words) => invalidValue(`${at}.secretName`, secretName, words))
          : []),
      ];
    }),
    ...(spec.ingressClassName === undefined
      ? []
      : faultsOfDns1123Subdomain(spec.ingressClassName).map((words) =>
          invalidValue('spec.ingressClassName', spec.ingressClassName, words),
        )),
    ...(isNew && annotation !== undefined && spec.ingressClassName !== undefined && annotation !== spec.ingressClassName
      ? [
          invalidValue(
            `annotations.${classAnnotation}`,
            annotation,
            'must match `ingressClassName` when both are specified',
          ),
        ]
      : []),
  ];
};
