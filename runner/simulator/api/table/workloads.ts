import { isObject } from '../../../core/json.ts';
import type { PodTemplate, Unstructured } from '../../objects/objects.ts';
import { isTrue } from '../../objects/objects.ts';
import type {
  DaemonSet,
  Deployment,
  Job,
  ReplicaSet,
  ReplicationController,
  StatefulSet,
} from '../../objects/workloads.ts';
import { selectorText } from '../selectors.ts';
import { ageColumn, ageOf, column, createdAge, humanDuration, nameColumn, type Printer, pairsText } from './table.ts';

const wide = [column('Containers', 1), column('Images', 1)];
const containersOf = ({ spec }: PodTemplate): string[] => [
  (spec.containers ?? []).map(({ name }) => name).join(','),
  (spec.containers ?? []).map(({ image }) => image).join(','),
];
const number = (value: unknown): number => Number(value ?? 0);

export const deploymentPrinter: Printer = {
  columns: [
    nameColumn,
    column('Ready'),
    column('Up-to-date', 0, 'integer'),
    column('Available', 0, 'integer'),
    ageColumn,
    ...wide,
    column('Selector', 1),
  ],
  cells: (object: Deployment, now) => [
    object.metadata.name,
    `${number(object.status['readyReplicas'])}/${object.spec.replicas}`,
    number(object.status['updatedReplicas']),
    number(object.status['availableReplicas']),
    createdAge(object, now),
    ...containersOf(object.spec.template),
    selectorText(object.spec.selector),
  ],
};

const replicaColumns = [
  nameColumn,
  column('Desired', 0, 'integer'),
  column('Current', 0, 'integer'),
  column('Ready', 0, 'integer'),
  ageColumn,
  ...wide,
  column('Selector', 1),
];

export const replicaSetPrinter: Printer = {
  columns: replicaColumns,
  cells: (object: ReplicaSet, now) => [
    object.metadata.name,
    object.spec.replicas,
    number(object.status.replicas),
    number(object.status.readyReplicas),
    createdAge(object, now),
    ...containersOf(object.spec.template),
    selectorText(object.spec.selector),
  ],
};

export const replicationControllerPrinter: Printer = {
  columns: replicaColumns,
  cells: (object: ReplicationController, now) => [
    object.metadata.name,
    object.spec.replicas,
    number(object.status.replicas),
    number(object.status.readyReplicas),
    createdAge(object, now),
    ...containersOf(object.spec.template),
    pairsText(object.spec.selector),
  ],
};

const replicasIn = (part: unknown): number => number(isObject(part) ? part['replicas'] : undefined);

export const scalePrinter: Printer = {
  columns: [nameColumn, column('Desired', 0, 'integer'), column('Available', 0, 'integer'), ageColumn],
  cells: (object: Unstructured, now) => [
    object.metadata.name,
    replicasIn(object['spec']),
    replicasIn(object['status']),
    createdAge(object, now),
  ],
};

export const statefulSetPrinter: Printer = {
  columns: [nameColumn, column('Ready'), ageColumn, ...wide],
  cells: (object: StatefulSet, now) => [
    object.metadata.name,
    `${number(object.status['readyReplicas'])}/${object.spec.replicas}`,
    createdAge(object, now),
    ...containersOf(object.spec.template),
  ],
};

export const daemonSetPrinter: Printer = {
  columns: [
    nameColumn,
    column('Desired', 0, 'integer'),
    column('Current', 0, 'integer'),
    column('Ready', 0, 'integer'),
    column('Up-to-date', 0, 'integer'),
    column('Available', 0, 'integer'),
    column('Node Selector'),
    ageColumn,
    ...wide,
    column('Selector', 1),
  ],
  cells: (object: DaemonSet, now) => [
    object.metadata.name,
    number(object.status['desiredNumberScheduled']),
    number(object.status['currentNumberScheduled']),
    number(object.status['numberReady']),
    number(object.status['updatedNumberScheduled']),
    number(object.status['numberAvailable']),
    pairsText(object.spec.template.spec.nodeSelector),
    createdAge(object, now),
    ...containersOf(object.spec.template),
    selectorText(object.spec.selector),
  ],
};

const jobStatus = ({ status, metadata }: Job): string => {
  if (isTrue(status.conditions, 'Complete')) return 'Complete';
  if (isTrue(status.conditions, 'Failed')) return 'Failed';
  if (metadata.deletionTimestamp) return 'Terminating';
  if (isTrue(status.conditions, 'Suspended')) return 'Suspended';
  return 'Running';
};

const jobDuration = ({ status }: Job, now: number): string => {
  if (!status.startTime) return '';
  const end = isObject(status) ? status['completionTime'] : undefined;
  return typeof end === 'string'
    ? humanDuration(Date.parse(end) - Date.parse(status.startTime))
    : ageOf(status.startTime, now);
};

export const jobPrinter: Printer = {
  columns: [
    nameColumn,
    column('Status'),
    column('Completions'),
    column('Duration'),
    ageColumn,
    ...wide,
    column('Selector', 1),
  ],
  cells: (object: Job, now) => [
    object.metadata.name,
    jobStatus(object),
    `${number(object.status.succeeded)}/${object.spec.completions ?? `1 of ${object.spec.parallelism ?? 1}`}`,
    jobDuration(object, now),
    createdAge(object, now),
    ...containersOf(object.spec.template),
    selectorText(object.spec.selector),
  ],
};
