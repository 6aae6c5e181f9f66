import type { Clock } from '../../../core/clock.ts';
import type { JsonObject, JsonValue } from '../../../core/json.ts';
import type { LabelSelector } from '../../../core/labels.ts';
import type { Random } from '../../../core/random.ts';
import type { Unstructured } from '../../objects/metadata.ts';
import type { TokenIssuer } from '../access/tokens.ts';
import type { AdmissionPlugin } from '../admission/plugin.ts';
import type { Printer } from '../columns.ts';
import type { FieldError } from '../field-error.ts';
import type { QuotaEvaluator } from '../limits/evaluator.ts';
import type { Resource } from '../resources.ts';
import type { Store } from '../store.ts';

/** A request for a subresource that a kind answers itself. */
export interface SubresourceCall {
  body: JsonObject;
  store: Store;
  clock: Clock;
  tokens: TokenIssuer;
  dryRun: boolean;
  /** Deletes the object that has the subresource. */
  remove(deleteOptions: JsonObject): void;
}

export interface Subresource<Each extends Unstructured = Unstructured> {
  /** The type that it takes or answers with, where that is not the kind it belongs to. */
  group?: string;
  version?: string;
  kind?: string;
  verbs: readonly string[];
  /** Answers a POST. Absent: it is one that the server answers for all kinds alike. */
  create?(object: Each, call: SubresourceCall): JsonObject;
}

/** Where requests through the subresource `proxy` go. */
export interface ResourceLocation {
  secure: boolean;
  ip: string;
  port: number;
}

export interface ProxyCall {
  resource: Resource;
  store: Store;
  /** Draws the endpoint. */
  random: Random;
  namespace: string;
}

/** The state that a kind keeps for each cluster beside its objects, such as allocated addresses. */
export interface KindStorage<Each extends Unstructured = Unstructured> {
  beginCreate(object: Each, dryRun: boolean): Each;
  beginUpdate(object: Each, old: Each, dryRun: boolean): Each;
}

export interface StorageParts {
  store: Store;
  random: Random;
  serviceCidr: string;
}

/** A field that field selectors may name, with its value where that is not the text at its path. */
export type SelectableField<Each extends Unstructured = Unstructured> =
  | string
  | { path: string; text(object: Each): string };

/**
 * All that is particular to one kind of the API, after pkg/registry/<group>/<kind>/strategy.go of Kubernetes. An object goes
 * through the hooks in this order; all but `resource` may be left out. They are methods, so that the hooks of a kind take
 * objects of its own type.
 */
export interface ApiKind<Each extends Unstructured = Unstructured> {
  resource: Resource;
  /** With `status`, a plain update keeps the status, and one of the subresource changes nothing else. */
  subresources?: Readonly<Record<string, Subresource<Each>>>;

  /** Fills in values that a client left out. Nothing has been checked yet: any field may be missing. */
  defaults?(object: Unstructured): Unstructured;
  /** Plugins that look at this kind alone, in the order in which the API server runs them. */
  admission?: readonly AdmissionPlugin<Each>[];
  /** The status of an object that no controller has seen yet. Absent: an empty one. */
  firstStatus?: JsonObject;
  prepareForCreate?(object: Each): Each;
  prepareForUpdate?(object: Each, old: Each): Each;
  storage?(parts: StorageParts): KindStorage<Each>;
  /** Messages about a name; absent: it is a DNS subdomain. */
  validateName?(name: string): string[];
  validate?(object: Each): FieldError[];
  /** With the checks of the metadata that upstream's function makes. Absent: those alone. */
  validateUpdate?(object: Each, old: Each): FieldError[];
  /** An update must name the version that it replaces. */
  isVersionRequired?: true;
  /** The form in which a valid object is stored. */
  canonicalize?(object: Each): Each;
  /** The part whose changes metadata.generation counts. Absent: there is no generation. */
  desired?(object: Each): JsonValue | undefined;
  /** Messages for the client that wrote an object. */
  warnings?(object: Each, isNew: boolean): string[];
  /** A message for every client that touches the kind, even with a request that is refused. */
  deprecation?: string;

  /** How a ResourceQuota counts objects; absent: each as one of `count/<resource>`. `false`: no quota counts them. */
  quota?: QuotaEvaluator<Each> | false;
  selectableFields?: readonly SelectableField<Each>[];
  printer?: Printer<Each>;
  /** With it, the kind has the subresource `scale`. */
  scale?: { selector(object: Each): LabelSelector };
  locate?(id: string, call: ProxyCall): ResourceLocation;

  /**
   * Seconds that a deleted object gets before a controller removes it; undefined: it goes at once. Absent: objects go at
   * once, and those with finalizers when the last of these has gone.
   */
  gracePeriod?(object: Each, asked: number | undefined): number | undefined;
  /** The object as it is stored when its deletion begins. */
  prepareForDelete?(object: Each): Each;
  /** DELETE answers with the object, not with a Status. */
  returnsDeletedObject?: true;
}
