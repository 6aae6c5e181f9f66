import type { KubernetesObject } from '../../../cluster/cluster.ts';
import { objectsAt, textAt, valueAt } from '../../../core/json.ts';
import type { EnvLook } from './env-look.ts';
import { birthOf, containerOf, startOf } from './object-times.ts';
import { serviceVariables } from './service-variables.ts';

export interface Explanation {
  message: string;
  hint?: string;
}

type Objects = Pick<EnvLook, 'service' | 'pod' | 'neighbours'>;

/** Why a Service has no variables; undefined if it has some. */
export const whyNone = (service: KubernetesObject): Explanation | undefined => {
  if (Object.keys(serviceVariables(service)).length > 0) return undefined;
  const { name } = service.metadata;
  const what = textAt(service, 'spec', 'type') === 'ExternalName' ? 'is of type ExternalName' : 'is headless';
  return {
    message: `Service ${name} ${what}: without a cluster IP it has no variables.`,
    hint: 'Use the DNS name of such a Service.',
  };
};

/**
 * Why a container lacks variables of a Service: the first cause that applies (kubelet_pods.go, getServiceEnvVarMap).
 */
export const whyMissing = ({ service, pod }: Objects): Explanation => {
  const { name, namespace } = service.metadata;
  if (!isApiServer(service) && valueAt(pod, ['spec', 'enableServiceLinks']) === false)
    return {
      message: `Pod ${pod.metadata.name} has enableServiceLinks: false, so it has only the variables of the Service default/kubernetes.`,
      hint: `Omit enableServiceLinks. ${howToReplace(pod)}`,
    };
  if (!isApiServer(service) && namespace !== pod.metadata.namespace)
    return {
      message: `Service ${name} is in namespace ${namespace}, but a pod has only the variables of Services in its own namespace.`,
      hint: `From another namespace, use the DNS name ${name}.${namespace}.`,
    };
  return {
    message: `Pod ${pod.metadata.name} ${orderText(pod, service)}. The environment of a container never changes.`,
    hint: howToReplace(pod),
  };
};

const orderText = (pod: KubernetesObject, service: KubernetesObject): string => {
  const [started, created] = [startOf(pod), birthOf(service)];
  const { name } = service.metadata;
  if (started < created)
    return `is older than Service ${name}: its container started at ${started}, but the Service was created at ${created}`;
  return started === created
    ? `started in the same second in which Service ${name} was created (${created}), so the kubelet did not know the Service yet`
    : `started at ${started}, when the kubelet did not know the current Service ${name} (created at ${created})`;
};

/** Why a variable has another value than the Service. */
export const whyDifferent = (variable: string, objects: Objects): Explanation =>
  whoElse(variable, objects) ?? {
    ...whyMissing(objects),
    message: `Service ${objects.service.metadata.name} was changed or created again after the container started at ${startOf(objects.pod)}. The environment of a container never changes.`,
  };

/** Why variables of a Service are there. */
export const whyPresent = (variable: string, objects: Objects): Explanation => {
  const [started, created] = [startOf(objects.pod), birthOf(objects.service)];
  const { name } = objects.service.metadata;
  return (
    whoElse(variable, objects) ?? {
      message:
        started < created
          ? `The container started at ${started}, but Service ${name} was created at ${created}: the variables are those of an earlier Service of that name.`
          : `Service ${name} already existed (since ${created}) when the container started at ${started}.`,
      hint: 'A container has no variables of Services that were created after it, are headless, or are in another namespace.',
    }
  );
};

/**
 * Other sources of a variable: the container's own env, and Services with similar names (kubia-service:
 * KUBIA_SERVICE_PORT).
 */
const whoElse = (variable: string, { service, pod, neighbours }: Objects): Explanation | undefined => {
  const own = objectsAt(containerOf(pod), 'env').some(({ name }) => name === variable);
  if (own)
    return {
      message: `The container's own env sets ${variable}, which takes precedence over the kubelet's variables.`,
      hint: 'Rename the variable in the pod.',
    };
  const other = neighbours.find(
    (each) => each.metadata.name !== service.metadata.name && variable in serviceVariables(each),
  );
  return other && { message: `Service ${other.metadata.name} also has a variable ${variable}.` };
};

/** Pods of every namespace have the variables of this Service, even with enableServiceLinks: false. */
const isApiServer = ({ metadata }: KubernetesObject): boolean =>
  metadata.namespace === 'default' && metadata.name === 'kubernetes';

const howToReplace = ({ metadata }: KubernetesObject): string =>
  objectsAt(metadata, 'ownerReferences').length > 0
    ? `Delete the pod, and its controller creates a new one: kubectl delete pod ${metadata.name}.`
    : 'Delete the pod and create it again.';
