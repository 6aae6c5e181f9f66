import type { Deployment, ReplicaSet } from '../objects/workloads.ts';
import type { Context } from './context.ts';
import { component, replicasAnnotations, revisionAnnotation, sharedAnnotations } from './deployment-scaling.ts';
import { ownerReference } from './pod-replicas.ts';
import { templateHash } from './template-hash.ts';

const hashLabel = 'pod-template-hash';

/** Makes the ReplicaSet of a Deployment's template. Throws the StatusError of a refusal. */
export const createReplicaSet = (
  context: Context,
  deployment: Deployment,
  revision: number,
  replicas: number,
): ReplicaSet => {
  const { template, selector, minReadySeconds } = deployment.spec;
  const { name, namespace } = deployment.metadata;
  const hash = templateHash(template);
  const labels = { ...template.metadata?.labels, [hashLabel]: hash };
  const set = context.create('ReplicaSet', {
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels,
      annotations: {
        ...sharedAnnotations(deployment),
        ...replicasAnnotations(deployment),
        [revisionAnnotation]: String(revision),
      },
      ownerReferences: [ownerReference(deployment)],
    },
    spec: {
      replicas,
      ...(minReadySeconds && { minReadySeconds }),
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [hashLabel]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  });
  if (replicas > 0)
    context.recorder.record(deployment, {
      type: 'Normal',
      reason: 'ScalingReplicaSet',
      message: `Scaled up replica set ${set.metadata.name} from 0 to ${replicas}`,
      source: { component },
    });
  return set;
};
