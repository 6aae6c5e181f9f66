import { kinds } from '../api/kinds/index.ts';
import type { Context } from './context.ts';
import { type Controller, keyOf, splitKey } from './controller.ts';

const contents = kinds.flatMap(({ resource }) => (resource.namespaced ? [resource] : []));

/** Empties a namespace that is being deleted, then lets it go. */
export const namespaceController = (context: Context): Controller => {
  const { store } = context;
  return {
    name: 'namespace-controller',
    concerns: ({ kind, object, type }) => {
      if (kind === 'Namespace') return [keyOf('', object.metadata.name)];
      // Only an object that goes can complete a deletion.
      const { namespace } = object.metadata;
      if (type !== 'DELETED' || !namespace) return [];
      return store.get('Namespace', undefined, namespace)?.metadata.deletionTimestamp ? [keyOf('', namespace)] : [];
    },
    reconcile: (key) => {
      const [, name] = splitKey(key);
      const namespace = store.get('Namespace', undefined, name);
      if (!namespace?.metadata.deletionTimestamp) return undefined;
      let left = 0;
      for (const { kind } of contents)
        for (const object of store.list<string>(kind, name)) {
          if (!object.metadata.deletionTimestamp) context.remove(object);
          if (store.get(kind, name, object.metadata.name)) left += 1;
        }
      if (left === 0 && !namespace.metadata.finalizers?.length) store.remove('Namespace', undefined, name);
      return undefined;
    },
  };
};

/** Gives every namespace the account `default` and the cluster's certificate. */
export const serviceAccountController = (context: Context, certificate: string): Controller => {
  const { store } = context;
  return {
    name: 'serviceaccount-controller',
    concerns: ({ kind, object, type }) => {
      if (kind === 'Namespace' && type !== 'DELETED') return [keyOf('', object.metadata.name)];
      const { namespace = '', name } = object.metadata;
      const lost = type === 'DELETED' && (kind === 'ServiceAccount' ? name === 'default' : kind === 'ConfigMap');
      return lost ? [keyOf('', namespace)] : [];
    },
    reconcile: (key) => {
      const [, namespace] = splitKey(key);
      const found = store.get('Namespace', undefined, namespace);
      if (!found || found.metadata.deletionTimestamp) return undefined;
      if (!store.get('ServiceAccount', namespace, 'default'))
        context.create('ServiceAccount', { metadata: { name: 'default', namespace } });
      if (!store.get('ConfigMap', namespace, 'kube-root-ca.crt'))
        context.create('ConfigMap', {
          metadata: {
            name: 'kube-root-ca.crt',
            namespace,
            annotations: {
              'kubernetes.io/description':
                'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.',
            },
          },
          data: { 'ca.crt': certificate },
        });
      return undefined;
    },
  };
};
