import { isObject, type JsonObject } from '../../../core/json.ts';
import { duplicate, type FieldFault, forbiddenField, invalidValue, notSupported, required } from '../field-fault.ts';
import { type Container, isSame, type Pod, type PodSpec, type Probe } from '../objects.ts';
import { faultsOfLabels } from './meta.ts';
import { faultsOfDns1123Label, faultsOfDns1123Subdomain, faultsOfPortName, faultsOfPortNumber } from './names.ts';
import { faultsOfResources } from './resources.ts';

const protocols = ['SCTP', 'TCP', 'UDP'];

const faultsOfPorts = (container: Container, at: string): FieldFault[] => {
  const names = new Set<string>();
  return (container.ports ?? []).flatMap((port, index) => {
    const here = `${at}.ports[${index}]`;
    const faults: FieldFault[] = [];
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

const handlers = ['exec', 'httpGet', 'tcpSocket', 'grpc'] as const;

const faultsOfProbe = (probe: Probe | undefined, at: string): FieldFault[] => {
  if (!probe) return [];
  const given = handlers.filter((each) => probe[each]);
  const numbers = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'];
  const port = probe.httpGet?.port ?? probe.tcpSocket?.port;
  return [
    ...(given.length === 0 ? [required(at, 'must specify a handler type')] : []),
    ...given.slice(1).map((each) => forbiddenField(`${at}.${each}`, 'may not specify more than 1 handler type')),
    ...(typeof port === 'number'
      ? faultsOfPortNumber(port).map((words) =>
          invalidValue(`${at}.${probe.httpGet ? 'httpGet' : 'tcpSocket'}.port`, port, words),
        )
      : []),
    ...(probe.exec && !probe.exec.command?.length ? [required(`${at}.exec.command`)] : []),
    ...numbers
      .filter((key) => Number(probe[key] ?? 0) < 0)
      .map((key) => invalidValue(`${at}.${key}`, probe[key], 'must be greater than or equal to 0')),
    ...(!at.endsWith('readinessProbe') && probe.successThreshold > 1
      ? [invalidValue(`${at}.successThreshold`, probe.successThreshold, 'must be 1')]
      : []),
  ];
};

const faultsOfContainer = (container: Container, at: string, volumes: ReadonlySet<string>): FieldFault[] => [
  ...(container.name
    ? faultsOfDns1123Label(container.name).map((words) => invalidValue(`${at}.name`, container.name, words))
    : [required(`${at}.name`)]),
  ...(container.image ? [] : [required(`${at}.image`)]),
  ...faultsOfPorts(container, at),
  ...(container.env ?? []).flatMap((each, index) => (each.name ? [] : [required(`${at}.env[${index}].name`)])),
  ...(container.volumeMounts ?? []).flatMap((each, index): FieldFault[] => [
    ...(each.name
      ? volumes.has(each.name)
        ? []
        : [
            {
              reason: 'FieldValueNotFound' as const,
              field: `${at}.volumeMounts[${index}].name`,
              detail: '',
              value: each.name,
            },
          ]
      : [required(`${at}.volumeMounts[${index}].name`)]),
    ...(each.mountPath ? [] : [required(`${at}.volumeMounts[${index}].mountPath`)]),
  ]),
  ...faultsOfProbe(container.livenessProbe, `${at}.livenessProbe`),
  ...faultsOfProbe(container.readinessProbe, `${at}.readinessProbe`),
  ...faultsOfProbe(container.startupProbe, `${at}.startupProbe`),
  ...(['Always', 'IfNotPresent', 'Never'].includes(container.imagePullPolicy ?? '')
    ? []
    : [notSupported(`${at}.imagePullPolicy`, container.imagePullPolicy ?? '', ['Always', 'IfNotPresent', 'Never'])]),
  ...faultsOfResources(container, at),
];

/** A PodSpec at a path: `spec` of a Pod, `spec.template.spec` of a workload. */
export const faultsOfPodSpec = (spec: PodSpec, at: string): FieldFault[] => {
  const volumes = new Set((spec.volumes ?? []).map(({ name }) => name));
  const names = new Set<string>();
  const list = (key: 'containers' | 'initContainers'): FieldFault[] =>
    (spec[key] ?? []).flatMap((each, index) => {
      const here = `${at}.${key}[${index}]`;
      const repeated = names.has(each.name) ? [duplicate(`${here}.name`, each.name)] : [];
      names.add(each.name);
      return [...faultsOfContainer(each, here, volumes), ...repeated];
    });
  return [
    ...(spec.volumes ?? []).flatMap(({ name }, index) =>
      name
        ? faultsOfDns1123Label(name).map((words) => invalidValue(`${at}.volumes[${index}].name`, name, words))
        : [required(`${at}.volumes[${index}].name`)],
    ),
    ...(spec.containers?.length ? list('containers') : [required(`${at}.containers`)]),
    ...list('initContainers'),
    ...(['Always', 'OnFailure', 'Never'].includes(spec.restartPolicy ?? '')
      ? []
      : [notSupported(`${at}.restartPolicy`, spec.restartPolicy ?? '', ['Always', 'OnFailure', 'Never'])]),
    ...(['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'].includes(spec.dnsPolicy ?? '')
      ? []
      : [
          notSupported(`${at}.dnsPolicy`, spec.dnsPolicy ?? '', [
            'ClusterFirst',
            'ClusterFirstWithHostNet',
            'Default',
            'None',
          ]),
        ]),
    ...(spec.dnsPolicy === 'None' && !isObject(spec.dnsConfig)
      ? [required(`${at}.dnsConfig`, 'must provide `dnsConfig` when `dnsPolicy` is None')]
      : []),
    ...faultsOfLabels(spec.nodeSelector, `${at}.nodeSelector`),
    ...(spec.hostname
      ? faultsOfDns1123Label(spec.hostname).map((words) => invalidValue(`${at}.hostname`, spec.hostname, words))
      : []),
    ...(spec.subdomain
      ? faultsOfDns1123Label(spec.subdomain).map((words) => invalidValue(`${at}.subdomain`, spec.subdomain, words))
      : []),
    ...(spec.nodeName
      ? faultsOfDns1123Subdomain(spec.nodeName).map((words) => invalidValue(`${at}.nodeName`, spec.nodeName, words))
      : []),
    ...(spec.serviceAccountName
      ? faultsOfDns1123Subdomain(spec.serviceAccountName).map((words) =>
          invalidValue(`${at}.serviceAccountName`, spec.serviceAccountName, words),
        )
      : []),
  ];
};

/** The parts of a PodSpec that an update may change are set to the old ones; what still differs is refused. */
const withOldMutable = (spec: PodSpec, old: PodSpec): JsonObject => {
  const images = (list: Container[] | undefined, before: Container[] | undefined): Container[] | undefined =>
    list?.map((each, index) => ({ ...each, image: before?.[index]?.image ?? each.image }));
  const { tolerations, activeDeadlineSeconds, terminationGracePeriodSeconds, ...rest } = spec;
  return {
    ...rest,
    containers: images(spec.containers, old.containers) ?? [],
    ...(spec.initContainers && { initContainers: images(spec.initContainers, old.initContainers) ?? [] }),
    ...(old.tolerations && { tolerations: old.tolerations }),
    ...(old['activeDeadlineSeconds'] !== undefined && { activeDeadlineSeconds: old['activeDeadlineSeconds'] }),
    ...(old.terminationGracePeriodSeconds !== undefined && {
      terminationGracePeriodSeconds: old.terminationGracePeriodSeconds,
    }),
  };
};

const immutable =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

export const faultsOfPodUpdate = (pod: Pod, old: Pod): FieldFault[] =>
  isSame(withOldMutable(pod.spec, old.spec), old.spec) ? [] : [forbiddenField('spec', immutable)];
