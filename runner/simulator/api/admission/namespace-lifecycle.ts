import { namespaceResource } from '../kinds/namespace.ts';
import { forbidden, notFound } from '../status.ts';
import type { AdmissionPlugin } from './plugin.ts';

const immortal = new Set(['default', 'kube-system', 'kube-public', 'kube-node-lease']);

/** Nothing is created in a namespace that is missing or going away, and the cluster's own namespaces stay. */
export const namespaceLifecycle: AdmissionPlugin = {
  name: 'NamespaceLifecycle',
  admit: (object, { resource, store }) => {
    const { namespace, name } = object.metadata;
    if (namespace === undefined) return object;
    const found = store.get(namespaceResource.kind, undefined, namespace);
    if (!found) throw notFound(namespaceResource, namespace);
    if (found.metadata.deletionTimestamp)
      throw forbidden(
        resource,
        name,
        `unable to create new content in namespace ${namespace} because it is being terminated`,
      );
    return object;
  },
  validateDelete: (resource, name) => {
    if (resource === namespaceResource && immortal.has(name))
      throw forbidden(resource, name, 'this namespace may not be deleted');
  },
};
