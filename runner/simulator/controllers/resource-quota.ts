import { evaluatorOf, quotaStatus } from '../api/admission/resource-quota.ts';
import { kindOf } from '../api/kinds/index.ts';
import type { Context } from './context.ts';
import { type Controller, keyOf, splitKey } from './controller.ts';

/** Keeps status.hard and status.used of quotas: pkg/controller/resourcequota. */
export const resourceQuotaController = ({ store, clock, setStatus }: Context): Controller => ({
  name: 'resourcequota-controller',
  concerns: ({ kind, object }) => {
    const { namespace, name } = object.metadata;
    if (kind === 'ResourceQuota') return [keyOf(namespace, name)];
    const changed = kindOf(kind);
    if (!changed || !evaluatorOf(changed)) return [];
    return store.list('ResourceQuota', namespace).map(({ metadata }) => keyOf(metadata.namespace, metadata.name));
  },
  reconcile: (key) => {
    const quota = store.get('ResourceQuota', ...splitKey(key));
    if (quota) setStatus(quota, quotaStatus(store, quota, clock.date().getTime()));
    return undefined;
  },
});
