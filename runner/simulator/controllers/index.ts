import type { Context } from './context.ts';
import type { Controller } from './controller.ts';
import { cronJobController } from './cron-job.ts';
import { daemonSetController } from './daemon-set.ts';
import { deploymentController } from './deployment.ts';
import { disruptionController } from './disruption.ts';
import { endpointSliceController } from './endpoint-slices.ts';
import { endpointsController } from './endpoints.ts';
import { garbageCollector } from './garbage-collector.ts';
import { jobController } from './job.ts';
import { mirroringController } from './mirroring.ts';
import { namespaceController, serviceAccountController } from './namespaces.ts';
import { replicaController } from './replica-set.ts';
import { resourceQuotaController } from './resource-quota.ts';
import { schedulerController } from './scheduler.ts';
import { statefulSetController } from './stateful-set.ts';

/** The controllers that every cluster runs, in the order in which they look at a change. */
export const standardControllers = (context: Context, certificate: string): Controller[] => [
  garbageCollector(context),
  serviceAccountController(context, certificate),
  deploymentController(context),
  replicaController(context, 'ReplicaSet'),
  replicaController(context, 'ReplicationController'),
  statefulSetController(context),
  daemonSetController(context),
  jobController(context),
  cronJobController(context),
  disruptionController(context),
  schedulerController(context),
  endpointsController(context),
  endpointSliceController(context),
  mirroringController(context),
  namespaceController(context),
  resourceQuotaController(context),
];
