import type { JsonObject } from '../../core/json.ts';
import type { Labels } from '../../core/labels.ts';

export type OwnerReference = {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
};

export type Meta = JsonObject & {
  name: string;
  namespace?: string;
  uid: string;
  resourceVersion: string;
  labels?: Labels;
  annotations?: Labels;
  ownerReferences?: OwnerReference[];
  finalizers?: string[];
  creationTimestamp?: string;
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  generation?: number;
  generateName?: string;
  managedFields?: JsonObject[];
};

/** A stored object of any kind. The store never changes one in place: a change is a new object. */
export interface Unstructured extends JsonObject {
  apiVersion: string;
  kind: string;
  metadata: Meta;
}

/** A stored object of a kind whose spec and status somebody reads; fields that nobody reads are left to JsonObject. */
export interface Typed<Spec extends JsonObject, Status extends JsonObject = JsonObject> extends Unstructured {
  spec: Spec;
  status: Status;
}

export type Condition = JsonObject & {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
};

/** Whether a condition of the object's status is True. */
export const isTrue = (conditions: readonly Condition[] | undefined, type: string): boolean =>
  conditions?.some((each) => each.type === type && each.status === 'True') ?? false;

/** The owner that manages the object, if any. */
export const controllerOf = ({ metadata }: Unstructured): OwnerReference | undefined =>
  metadata.ownerReferences?.find((each) => each.controller);
