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

/** Why a Service has no variables at all; undefined when it has. */
export const whyNone = (service: KubernetesObject): Explanation | undefined => {
  if (Object.keys(serviceVariables(service)).length > 0) return undefined;
  const { name } = service.metadata;
  const what = textAt(service, 'spec', 'type') === 'ExternalName' ? 'is of type ExternalName' : 'is headless';
  return {
    message: `Service ${name} ${what}: without a cluster IP the kubelet makes no variables for it.`,
    hint: 'Find such a Service by its DNS name.',
  };
};

/** Why a container lacks variables of a Service that has some. The first that fits (kubelet_pods.go, getServiceEnvVarMap). */
export const whyMissing = ({ service, pod }: Objects): Explanation => {
  const { name, namespace } = service.metadata;
  if (!isApiServer(service) && valueAt(pod, ['spec', 'enableServiceLinks']) === false)
    return {
      message: `Pod ${pod.metadata.name} has enableServiceLinks: false, so the kubelet gives it the variables of default/kubernetes only.`,
      hint: `Leave out enableServiceLinks. ${anew(pod)}`,
    };
  if (!isApiServer(service) && namespace !== pod.metadata.namespace)
    return {
      message: `Service ${name} is in namespace ${namespace}, and a pod gets the variables of its own namespace's Services only.`,
      hint: `From another namespace use the DNS name ${name}.${namespace}.`,
    };
  return {
    message: `Pod ${pod.metadata.name} ${orderText(pod, service)}. A container keeps the environment that it was made with.`,
    hint: anew(pod),
  };
};

const orderText = (pod: KubernetesObject, service: KubernetesObject): string => {
  const [started, created] = [startOf(pod), birthOf(service)];
  const { name } = service.metadata;
  if (started < created)
    return `is older than Service ${name}: its container started at ${started}, the Service was created at ${created}`;
  return started === created
    ? `started in the very second in which Service ${name} was created (${created}), and the kubelet did not know of it yet`
    : `started at ${started}, and the kubelet did not know of Service ${name} (created at ${created}) as it is now`;
};

/** Why a variable has another value than the Service gives it. */
export const whyDifferent = (variable: string, objects: Objects): Explanation =>
  whoElse(variable, objects) ?? {
    ...whyMissing(objects),
    message: `Service ${objects.service.metadata.name} has changed, or was made anew, since the container started at ${startOf(objects.pod)}. A container keeps the environment that it was made with.`,
  };

/** Why variables of a Service are there. */
export const whyPresent = (variable: string, objects: Objects): Explanation => {
  const [started, created] = [startOf(objects.pod), birthOf(objects.service)];
  const { name } = objects.service.metadata;
  return (
    whoElse(variable, objects) ?? {
      message:
        started < created
          ? `The container started at ${started}, and Service ${name} was created at ${created}: they come from an earlier Service of that name.`
          : `Service ${name} was there (since ${created}) when the container started at ${started}.`,
      hint: 'A container gets no variables of Services that are created after it, of headless ones, and of other namespaces.',
    }
  );
};

/** What may make the same name: the container itself, and Services with odd names (kubia-service has KUBIA_SERVICE_PORT). */
const whoElse = (variable: string, { service, pod, neighbours }: Objects): Explanation | undefined => {
  const own = objectsAt(containerOf(pod), 'env').some(({ name }) => name === variable);
  if (own)
    return {
      message: `The container's own env sets ${variable}, and that goes before what the kubelet makes.`,
      hint: 'Rename the variable in the pod.',
    };
  const other = neighbours.find(
    (each) => each.metadata.name !== service.metadata.name && variable in serviceVariables(each),
  );
  return other && { message: `Service ${other.metadata.name} makes a variable ${variable} as well.` };
};

/** Every namespace gets these variables, links or not. */
const isApiServer = ({ metadata }: KubernetesObject): boolean =>
  metadata.namespace === 'default' && metadata.name === 'kubernetes';

const anew = ({ metadata }: KubernetesObject): string =>
  objectsAt(metadata, 'ownerReferences').length > 0
    ? `Delete the pod, and its controller makes a new one: kubectl delete pod ${metadata.name}.`
    : 'Delete the pod and create it anew.';
