import type { ReplicaSet, ReplicationController } from '../../../objects/workloads.ts';
import { ageColumn, column, createdAge, nameColumn, type Printer } from '../../columns.ts';
import { templateCells, templateColumns } from './pod-template.ts';

/** The table of what keeps a number of pods. */
export const replicaPrinter = <Each extends ReplicaSet | ReplicationController>(
  selectorOf: (object: Each) => string,
): Printer<Each> => ({
  columns: [
    nameColumn,
    column('Desired', 0, 'integer'),
    column('Current', 0, 'integer'),
    column('Ready', 0, 'integer'),
    ageColumn,
    ...templateColumns,
    column('Selector', 1),
  ],
  cells: (object, now) => [
    object.metadata.name,
    object.spec.replicas,
    object.status.replicas ?? 0,
    object.status.readyReplicas ?? 0,
    createdAge(object, now),
    ...templateCells(object.spec.template),
    selectorOf(object),
  ],
});
