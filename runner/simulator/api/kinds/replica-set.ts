import { selectorText } from '../../../core/labels.ts';
import type { ReplicaSet } from '../../objects/workloads.ts';
import { namespaced } from '../resources.ts';
import type { ApiKind } from './api-kind.ts';
import { defaultTemplate } from './support/pod-template.ts';
import { replicaPrinter } from './support/replicas.ts';
import { inSpec } from './support/spec.ts';
import { scale, status } from './support/subresources.ts';
import { validateWorkload, validateWorkloadUpdate } from './support/workload.ts';

export const replicaSetKind: ApiKind<ReplicaSet> = {
  resource: namespaced('apps/v1', 'ReplicaSet', 'replicasets', { shortNames: ['rs'], categories: ['all'] }),
  subresources: { status, scale },
  defaults: inSpec((spec) => ({ ...defaultTemplate(spec), replicas: spec['replicas'] ?? 1 })),
  firstStatus: { replicas: 0 },
  validate: validateWorkload,
  validateUpdate: (next, old) => validateWorkloadUpdate(next, old, validateWorkload(next)),
  desired: ({ spec }) => spec,
  selectableFields: ['status.replicas'],
  scale: { selector: ({ spec }) => spec.selector },
  printer: replicaPrinter(({ spec }) => selectorText(spec.selector)),
};
