import { randomName } from '../../../../core/random.ts';
import type { Container, Pod, PodSpec, Toleration } from '../../../objects/pods.ts';
import type { AdmissionPlugin } from '../../admission/plugin.ts';
import { forbidden } from '../../status.ts';

const tokenPath = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The same for all pods: stored objects are never changed in place. */
const tokenSources = {
  sources: [
    { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    {
      downwardAPI: {
        items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
      },
    },
  ],
  defaultMode: 420,
};

const withMount = (container: Container, volume: string): Container =>
  container.volumeMounts?.some(({ mountPath }) => mountPath === tokenPath)
    ? container
    : {
        ...container,
        volumeMounts: (container.volumeMounts ?? []).concat({ name: volume, readOnly: true, mountPath: tokenPath }),
      };

const withToken = (spec: PodSpec, volume: string): Pick<PodSpec, 'volumes' | 'containers' | 'initContainers'> => ({
  volumes: [...(spec.volumes ?? []), { name: volume, projected: tokenSources }],
  containers: (spec.containers ?? []).map((each) => withMount(each, volume)),
  ...(spec.initContainers && { initContainers: spec.initContainers.map((each) => withMount(each, volume)) }),
});

/** The account must exist. The namespace's own is made with it, and is waited for. */
export const serviceAccount: AdmissionPlugin<Pod> = {
  name: 'ServiceAccount',
  admit: (pod, { resource, store, random }) => {
    const { spec, metadata } = pod;
    const { namespace = '', name } = metadata;
    const account = spec.serviceAccountName || 'default';
    if (account !== 'default' && !store.get('ServiceAccount', namespace, account))
      throw forbidden(
        resource,
        name,
        `error looking up service account ${namespace}/${account}: serviceaccount "${account}" not found`,
      );
    const volume = `kube-api-access-${randomName(random, 5)}`;
    const mounts = spec['automountServiceAccountToken'] !== false;
    return {
      ...pod,
      spec: {
        ...spec,
        ...(mounts && withToken(spec, volume)),
        serviceAccountName: account,
        serviceAccount: account,
      },
    };
  },
};

const evictionDelay: Toleration[] = ['not-ready', 'unreachable'].map((state) => ({
  key: `node.kubernetes.io/${state}`,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 300,
}));

const tolerated = (own: readonly Toleration[]): Toleration[] => {
  const isOwn = ({ key }: Toleration): boolean =>
    own.some((each) => each.key === key || (!each.key && each.operator === 'Exists'));
  return own.length === 0 ? evictionDelay : [...own, ...evictionDelay.filter((each) => !isOwn(each))];
};

export const defaultTolerationSeconds: AdmissionPlugin<Pod> = {
  name: 'DefaultTolerationSeconds',
  admit: (pod) => ({ ...pod, spec: { ...pod.spec, tolerations: tolerated(pod.spec.tolerations ?? []) } }),
};

/** There are no priority classes here. */
export const priority: AdmissionPlugin<Pod> = {
  name: 'Priority',
  admit: (pod) => ({ ...pod, spec: { ...pod.spec, priority: 0, preemptionPolicy: 'PreemptLowerPriority' } }),
};
