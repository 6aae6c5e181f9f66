import type { Context } from './context.ts';
import type { Controller } from './controller.ts';
import { CronJobController } from './cron-job.ts';
import { DaemonSetController } from './daemon-set.ts';
import { DeploymentController } from './deployment.ts';
import { disruptionController } from './disruption.ts';
import { EndpointSliceController } from './endpoint-slices.ts';
import { EndpointsController } from './endpoints.ts';
import { GarbageCollector } from './garbage-collector.ts';
import { JobController } from './job.ts';
import { mirroringController } from './mirroring.ts';
import { namespaceController, serviceAccountController } from './namespaces.ts';
import { ReplicaController } from './replica-set.ts';
import { resourceQuotaController } from './resource-quota.ts';
import { Scheduler } from './scheduler.ts';
import { StatefulSetController } from './stateful-set.ts';

/** The controllers that every cluster runs, in the order in which they look at a change. */
export const standardControllers = (context: Context, certificate: string): Controller[] => [
  new GarbageCollector(context),
  serviceAccountController(context, certificate),
  new DeploymentController(context),
  new ReplicaController(context, 'ReplicaSet'),
  new ReplicaController(context, 'ReplicationController'),
  new StatefulSetController(context),
  new DaemonSetController(context),
  new JobController(context),
  new CronJobController(context),
  disruptionController(context),
  new Scheduler(context),
  new EndpointsController(context),
  new EndpointSliceController(context),
  mirroringController(context),
  namespaceController(context),
  resourceQuotaController(context),
];
