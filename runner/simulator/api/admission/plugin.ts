import type { Random } from '../../../core/random.ts';
import type { Unstructured } from '../../objects/metadata.ts';
import type { Resource } from '../resources.ts';
import type { Store } from '../store.ts';

export interface AdmissionContext<Each extends Unstructured = Unstructured> {
  resource: Resource;
  store: Store;
  random: Random;
  /** Milliseconds since the epoch. */
  now: number;
  /** The field manager that writes; absent: the cluster itself. */
  manager: string | undefined;
  /** The object before an update; absent: it is created. */
  old?: Each;
}

/** https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/ */
export interface AdmissionPlugin<Each extends Unstructured = Unstructured> {
  /** As `--enable-admission-plugins` of the API server names it. */
  name: string;
  /** Changes an object that is created, or refuses it. */
  admit?(object: Each, context: AdmissionContext<Each>): Each;
  /** Refuses an object that is created or updated and has passed validation. */
  validate?(object: Each, context: AdmissionContext<Each>): void;
  /** Refuses the deletion of an object. */
  validateDelete?(resource: Resource, name: string): void;
}
