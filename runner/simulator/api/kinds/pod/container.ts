import type { Container, Probe } from '../../../objects/pods.ts';
import { duplicate, type FieldError, forbiddenField, invalidValue, notSupported, required } from '../../field-error.ts';
import { faultsOfDns1123Label, faultsOfPortName, faultsOfPortNumber } from '../../validation/names.ts';
import { validateEnvironment } from './environment.ts';
import { validateResources } from './resources.ts';

type VolumeMount = NonNullable<Container['volumeMounts']>[number];

const protocols = ['SCTP', 'TCP', 'UDP'];

const validatePorts = (container: Container, at: string): FieldError[] => {
  const names = new Set<string>();
  return (container.ports ?? []).flatMap((port, index) => {
    const here = `${at}.ports[${index}]`;
    const faults: FieldError[] = [];
    if (port.name) {
      for (const words of faultsOfPortName(port.name)) faults.push(invalidValue(`${here}.name`, port.name, words));
      if (names.has(port.name)) faults.push(duplicate(`${here}.name`, port.name));
      names.add(port.name);
    }
    if (!port.containerPort) faults.push(required(`${here}.containerPort`));
    else
      for (const words of faultsOfPortNumber(port.containerPort))
        faults.push(invalidValue(`${here}.containerPort`, port.containerPort, words));
    if (!protocols.includes(port.protocol)) faults.push(notSupported(`${here}.protocol`, port.protocol, protocols));
    return faults;
  });
};

const validateProbePort = (field: string, port: number | string | undefined): FieldError[] =>
  (typeof port === 'string' ? faultsOfPortName(port) : faultsOfPortNumber(port)).map((words) =>
    invalidValue(field, port ?? 0, words),
  );

const handlers = ['exec', 'httpGet', 'tcpSocket', 'grpc'] as const;

const validateProbe = (probe: Probe | undefined, at: string): FieldError[] => {
  if (!probe) return [];
  const given = handlers.filter((each) => probe[each]);
  const numbers = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'];
  const [first] = given;
  return [
    ...(given.length === 0 ? [required(at, 'must specify a handler type')] : []),
    ...given.slice(1).map((each) => forbiddenField(`${at}.${each}`, 'may not specify more than 1 handler type')),
    ...(first && first !== 'exec' ? validateProbePort(`${at}.${first}.port`, probe[first]?.port) : []),
    ...(probe.exec && !probe.exec.command?.length ? [required(`${at}.exec.command`)] : []),
    ...numbers
      .filter((key) => Number(probe[key] ?? 0) < 0)
      .map((key) => invalidValue(`${at}.${key}`, probe[key], 'must be greater than or equal to 0')),
    ...(!at.endsWith('readinessProbe') && probe.successThreshold > 1
      ? [invalidValue(`${at}.successThreshold`, probe.successThreshold, 'must be 1')]
      : []),
  ];
};

const validateMount = (mount: VolumeMount, at: string, volumes: ReadonlySet<string>): FieldError[] => {
  const faults: FieldError[] = [];
  const { name, mountPath } = mount;
  if (!name) faults.push(required(`${at}.name`));
  else if (!volumes.has(name))
    faults.push({ reason: 'FieldValueNotFound', field: `${at}.name`, detail: '', value: name });
  if (!mountPath) faults.push(required(`${at}.mountPath`));
  return faults;
};

/** A container of a PodSpec whose volumes have these names. */
export const validateContainer = (container: Container, at: string, volumes: ReadonlySet<string>): FieldError[] => [
  ...(container.name
    ? faultsOfDns1123Label(container.name).map((words) => invalidValue(`${at}.name`, container.name, words))
    : [required(`${at}.name`)]),
  ...(container.image ? [] : [required(`${at}.image`)]),
  ...validatePorts(container, at),
  ...validateEnvironment(container, at),
  ...(container.volumeMounts ?? []).flatMap((each, index) =>
    validateMount(each, `${at}.volumeMounts[${index}]`, volumes),
  ),
  ...validateProbe(container.livenessProbe, `${at}.livenessProbe`),
  ...validateProbe(container.readinessProbe, `${at}.readinessProbe`),
  ...validateProbe(container.startupProbe, `${at}.startupProbe`),
  ...(['Always', 'IfNotPresent', 'Never'].includes(container.imagePullPolicy ?? '')
    ? []
    : [notSupported(`${at}.imagePullPolicy`, container.imagePullPolicy ?? '', ['Always', 'IfNotPresent', 'Never'])]),
  ...validateResources(container, at),
];
