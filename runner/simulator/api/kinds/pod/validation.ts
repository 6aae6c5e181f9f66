import { isObject, isSameJson, type JsonObject, type JsonValue } from '../../../../core/json.ts';
import type { Container, Pod, PodSpec } from '../../../objects/pods.ts';
import { duplicate, type FieldError, forbiddenField, invalidValue, notSupported, required } from '../../field-error.ts';
import { validateIp } from '../../validation/addresses.ts';
import { validateLabels } from '../../validation/meta.ts';
import { faultsOfDns1123Label, faultsOfDns1123Subdomain } from '../../validation/names.ts';
import { validateContainer } from './container.ts';

const policies = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
const mostServers = 3;
const mostSearches = 32;
const longestSearches = 2048;

const textsOf = (value: JsonValue | undefined): string[] => (Array.isArray(value) ? value.map(String) : []);

/** validatePodDNSConfig. */
const validateDns = ({ dnsPolicy, dnsConfig }: PodSpec, at: string): FieldError[] => {
  const nobody = dnsPolicy === 'None';
  if (!isObject(dnsConfig)) return nobody ? [required(at, 'must provide `dnsConfig` when `dnsPolicy` is None')] : [];
  const [servers, searches] = [textsOf(dnsConfig['nameservers']), textsOf(dnsConfig['searches'])];
  if (nobody && servers.length === 0)
    return [required(`${at}.nameservers`, 'must provide at least one DNS nameserver when `dnsPolicy` is None')];
  const many = (list: string, values: string[], limit: number, words: string): FieldError[] =>
    values.length > limit ? [invalidValue(`${at}.${list}`, values, `must not have more than ${limit} ${words}`)] : [];
  return [
    ...many('nameservers', servers, mostServers, 'nameservers'),
    ...servers.flatMap((each, index) => validateIp(`${at}.nameservers[${index}]`, each)),
    ...many('searches', searches, mostSearches, 'search paths'),
    ...(searches.join(' ').length > longestSearches
      ? [
          invalidValue(
            `${at}.searches`,
            searches,
            `must not have more than ${longestSearches} characters (including spaces) in the search list`,
          ),
        ]
      : []),
  ];
};

/** The images of a pod; those of a template are not checked. */
export const validateImages = ({ containers = [] }: PodSpec): FieldError[] =>
  containers.flatMap(({ image = '' }, index) =>
    image === image.trim()
      ? []
      : [invalidValue(`spec.containers[${index}].image`, image, 'must not have leading or trailing whitespace')],
  );

/** A PodSpec at a path: `spec` of a Pod, `spec.template.spec` of a workload. */
export const validatePodSpec = (spec: PodSpec, at: string): FieldError[] => {
  const volumes = new Set((spec.volumes ?? []).map(({ name }) => name));
  const names = new Set<string>();
  const list = (key: 'containers' | 'initContainers'): FieldError[] =>
    (spec[key] ?? []).flatMap((each, index) => {
      const here = `${at}.${key}[${index}]`;
      const repeated = names.has(each.name) ? [duplicate(`${here}.name`, each.name)] : [];
      names.add(each.name);
      return [...validateContainer(each, here, volumes), ...repeated];
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
    ...(policies.includes(spec.dnsPolicy ?? '')
      ? []
      : [notSupported(`${at}.dnsPolicy`, spec.dnsPolicy ?? '', policies)]),
    ...validateDns(spec, `${at}.dnsConfig`),
    ...validateLabels(spec.nodeSelector, `${at}.nodeSelector`),
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

export const validatePodUpdate = (pod: Pod, old: Pod): FieldError[] =>
  isSameJson(withOldMutable(pod.spec, old.spec), old.spec) ? [] : [forbiddenField('spec', immutable)];
