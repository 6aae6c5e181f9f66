import { isObject, type JsonObject } from '../../../../core/json.ts';
import type { Container, PodSpec, Probe } from '../../../objects/pods.ts';
import { defaultRequests } from './requests.ts';

/** Defaults of core/v1 as pkg/apis/core/v1/defaults.go sets them. */

const defaultProbe = (probe: Probe): Probe => ({
  ...probe,
  ...(probe.httpGet && {
    httpGet: { ...probe.httpGet, path: probe.httpGet.path || '/', scheme: probe.httpGet.scheme || 'HTTP' },
  }),
  timeoutSeconds: probe.timeoutSeconds || 1,
  periodSeconds: probe.periodSeconds || 10,
  successThreshold: probe.successThreshold || 1,
  failureThreshold: probe.failureThreshold || 3,
});

/** An image without a tag, or with latest, is always pulled. */
export const defaultPullPolicy = (image = ''): string => {
  if (image.includes('@')) return 'IfNotPresent';
  const tag = /:([^:/]+)$/.exec(image)?.[1] ?? 'latest';
  return tag === 'latest' ? 'Always' : 'IfNotPresent';
};

/** A field of the pod that a variable or file takes its value from. */
const withFieldVersion = (holder: JsonObject): JsonObject => {
  const reference = holder['fieldRef'];
  return isObject(reference)
    ? { ...holder, fieldRef: { ...reference, apiVersion: reference['apiVersion'] || 'v1' } }
    : holder;
};

const defaultVariable = <Each extends { valueFrom?: JsonObject }>(variable: Each): Each =>
  isObject(variable.valueFrom) ? { ...variable, valueFrom: withFieldVersion(variable.valueFrom) } : variable;

const known = new WeakMap<Container, Container>();

/** A template's containers are those of all its pods. */
const defaultContainer = (container: Container): Container => {
  const filled = known.get(container) ?? fillContainer(container);
  known.set(container, filled);
  return filled;
};

const fillContainer = (container: Container): Container => ({
  ...container,
  ...(Array.isArray(container.ports) && {
    ports: container.ports.map((port) => (isObject(port) ? { ...port, protocol: port.protocol || 'TCP' } : port)),
  }),
  ...(Array.isArray(container.env) && {
    env: container.env.map((each) => (isObject(each) ? defaultVariable(each) : each)),
  }),
  ...(container.readinessProbe && { readinessProbe: defaultProbe(container.readinessProbe) }),
  ...(container.livenessProbe && { livenessProbe: defaultProbe(container.livenessProbe) }),
  ...(container.startupProbe && { startupProbe: defaultProbe(container.startupProbe) }),
  resources: container.resources ?? {},
  terminationMessagePath: container['terminationMessagePath'] ?? '/dev/termination-log',
  terminationMessagePolicy: container['terminationMessagePolicy'] ?? 'File',
  imagePullPolicy: container.imagePullPolicy || defaultPullPolicy(container.image),
});

const modes: Record<string, string> = {
  configMap: 'defaultMode',
  secret: 'defaultMode',
  downwardAPI: 'defaultMode',
  projected: 'defaultMode',
};

const defaultVolume = (volume: JsonObject): JsonObject => {
  const copy: JsonObject = { ...volume };
  for (const [source, field] of Object.entries(modes)) {
    const value = copy[source];
    if (isObject(value)) copy[source] = { ...value, [field]: value[field] ?? 420 };
  }
  const own = copy['downwardAPI'];
  if (isObject(own) && Array.isArray(own['items']))
    copy['downwardAPI'] = {
      ...own,
      items: own['items'].map((each) => (isObject(each) ? withFieldVersion(each) : each)),
    };
  const host = copy['hostPath'];
  if (isObject(host)) copy['hostPath'] = { ...host, type: host['type'] ?? '' };
  // A volume without a source is an emptyDir.
  return Object.keys(copy).length === 1 ? { ...copy, emptyDir: {} } : copy;
};

/** Works on a PodSpec of any kind; what is missing or of a wrong type is left to validation. */
export const defaultPodSpec = (spec: PodSpec): PodSpec => ({
  ...spec,
  ...(Array.isArray(spec.containers) && {
    containers: spec.containers.map((each) => (isObject(each) ? defaultContainer(each) : each)),
  }),
  ...(Array.isArray(spec.initContainers) && {
    initContainers: spec.initContainers.map((each) => (isObject(each) ? defaultContainer(each) : each)),
  }),
  ...(Array.isArray(spec.volumes) && {
    volumes: spec.volumes.map((each) => (isObject(each) ? (defaultVolume(each) as typeof each) : each)),
  }),
  restartPolicy: spec.restartPolicy || 'Always',
  terminationGracePeriodSeconds: spec.terminationGracePeriodSeconds ?? 30,
  dnsPolicy: spec.dnsPolicy || 'ClusterFirst',
  securityContext: spec['securityContext'] ?? {},
  schedulerName: spec.schedulerName || 'default-scheduler',
  ...(spec.serviceAccountName && { serviceAccount: spec.serviceAccountName }),
});

const withHostPorts = (container: Container): Container => ({
  ...container,
  ...(Array.isArray(container.ports) && {
    ports: container.ports.map((port) => ({ ...port, hostPort: port.hostPort ?? port.containerPort })),
  }),
});

/** SetDefaults_Pod: what a Pod gets beyond the defaults of a template. */
export const defaultPod = (given: PodSpec): PodSpec => {
  const spec = defaultRequests(defaultPodSpec(given));
  const own = (container: Container): Container =>
    isObject(container) && spec.hostNetwork ? withHostPorts(container) : container;
  return {
    ...spec,
    ...(Array.isArray(spec.containers) && { containers: spec.containers.map(own) }),
    ...(Array.isArray(spec.initContainers) && { initContainers: spec.initContainers.map(own) }),
    enableServiceLinks: spec.enableServiceLinks ?? true,
  };
};
