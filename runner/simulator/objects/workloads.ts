import type { JsonObject } from '../../core/json.ts';
import type { LabelSelector, Labels } from '../../core/labels.ts';
import type { Condition, Typed } from './metadata.ts';
import type { PodTemplate } from './pods.ts';

/** The kinds that make pods. */

export type ReplicaSet = Typed<
  JsonObject & { replicas: number; selector: LabelSelector; template: PodTemplate; minReadySeconds?: number },
  JsonObject & { replicas?: number; readyReplicas?: number; availableReplicas?: number; fullyLabeledReplicas?: number }
>;
/** A ReplicationController's selector is a plain map. */
export type ReplicationController = Typed<
  JsonObject & { replicas: number; selector: Labels; template: PodTemplate; minReadySeconds?: number },
  ReplicaSet['status']
>;
export type Deployment = Typed<
  JsonObject & {
    replicas: number;
    selector: LabelSelector;
    template: PodTemplate;
    paused?: boolean;
    minReadySeconds?: number;
    revisionHistoryLimit?: number;
    progressDeadlineSeconds?: number;
    strategy: { type: string; rollingUpdate?: { maxSurge?: number | string; maxUnavailable?: number | string } };
  }
>;
export type StatefulSet = Typed<
  JsonObject & {
    replicas: number;
    serviceName?: string;
    selector: LabelSelector;
    template: PodTemplate;
    podManagementPolicy?: string;
    updateStrategy?: JsonObject & { type?: string };
    ordinals?: { start?: number };
  }
>;
export type DaemonSet = Typed<
  JsonObject & { selector: LabelSelector; template: PodTemplate; updateStrategy?: JsonObject & { type?: string } }
>;
export type Job = Typed<
  JsonObject & {
    template: PodTemplate;
    selector?: LabelSelector;
    parallelism?: number;
    completions?: number;
    backoffLimit?: number;
    completionMode?: string;
    suspend?: boolean;
  },
  JsonObject & { conditions?: Condition[]; startTime?: string; succeeded?: number; failed?: number; active?: number }
>;
