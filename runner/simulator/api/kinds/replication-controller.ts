import { isObject } from '../../../core/json.ts';
import { selectsPairs } from '../../../core/labels.ts';
import type { Unstructured } from '../../objects/metadata.ts';
import type { ReplicationController } from '../../objects/workloads.ts';
import { pairsText } from '../columns.ts';
import { type FieldError, required } from '../field-error.ts';
import { countObjects } from '../limits/evaluator.ts';
import { namespaced } from '../resources.ts';
import { validateObjectMetaUpdate } from '../validation/meta.ts';
import type { ApiKind } from './api-kind.ts';
import { defaultTemplate, mismatch, templateLabels, validatePodTemplate } from './support/pod-template.ts';
import { replicaPrinter } from './support/replicas.ts';
import { specOf } from './support/spec.ts';
import { scale, status } from './support/subresources.ts';
import { validateReplicas } from './support/workload.ts';

const isEmpty = (pairs: unknown): boolean => Object.keys(isObject(pairs) ? pairs : {}).length === 0;

/** It may leave out its selector and labels: the template's labels serve. */
const defaults = (object: Unstructured): Unstructured => {
  const spec = specOf(object);
  const labels = templateLabels(spec);
  const isBare = isEmpty(labels);
  return {
    ...object,
    metadata: {
      ...object.metadata,
      ...(!isBare && isEmpty(object.metadata.labels) && { labels: labels as Record<string, string> }),
    },
    spec: {
      ...defaultTemplate(spec),
      replicas: spec['replicas'] ?? 1,
      ...(!isBare && isEmpty(spec['selector']) && { selector: labels }),
    },
  };
};

const validate = ({ spec }: ReplicationController): FieldError[] => {
  // The schema asks for neither.
  const { selector, template }: Partial<ReplicationController['spec']> = spec;
  const labels = template?.metadata?.labels;
  return [
    ...(isEmpty(selector) ? [required('spec.selector')] : []),
    ...validateReplicas(spec.replicas),
    ...(template
      ? [...(selectsPairs(selector, labels) ? [] : [mismatch(labels)]), ...validatePodTemplate(template, ['Always'])]
      : [required('spec.template')]),
  ];
};

const resource = namespaced('v1', 'ReplicationController', 'replicationcontrollers', {
  shortNames: ['rc'],
  categories: ['all'],
  storageKey: 'controllers',
});

export const replicationControllerKind: ApiKind<ReplicationController> = {
  resource,
  subresources: { status, scale },
  defaults,
  firstStatus: { replicas: 0 },
  validate,
  validateUpdate: (next, old) => [...validateObjectMetaUpdate(next.metadata, old.metadata), ...validate(next)],
  desired: ({ spec }) => spec,
  quota: countObjects(resource, 'replicationcontrollers'),
  selectableFields: ['status.replicas'],
  scale: { selector: ({ spec }) => ({ matchLabels: spec.selector }) },
  printer: replicaPrinter(({ spec }) => pairsText(spec.selector)),
};
