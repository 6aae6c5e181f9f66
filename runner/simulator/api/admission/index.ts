import type { ApiKind } from '../kinds/api-kind.ts';
import { namespaceLifecycle } from './namespace-lifecycle.ts';
import type { AdmissionPlugin } from './plugin.ts';
import { resourceQuota } from './resource-quota.ts';

/** The plugins that look at an object of a kind, in the order in which the API server runs them. */
export const admissionOf = ({ admission = [] }: ApiKind): readonly AdmissionPlugin[] => [
  namespaceLifecycle,
  ...admission,
  resourceQuota,
];
