import type { Clock } from '../../core/clock.ts';
import { isSameJson, type JsonObject } from '../../core/json.ts';
import { type Random, randomName } from '../../core/random.ts';
import type { Meta, Unstructured } from '../objects/metadata.ts';
import { admissionOf } from './admission/index.ts';
import type { AdmissionContext } from './admission/plugin.ts';
import type { ApiKind, KindStorage } from './kinds/api-kind.ts';
import { kinds } from './kinds/index.ts';
import { trackUpdate } from './patch/managed-fields.ts';
import { readObject, type WriteOptions } from './read-object.ts';
import { schemaOf } from './schema/schema.ts';
import { alreadyExists, badRequest, invalid, notFound } from './status.ts';
import type { Store } from './store.ts';
import { hasStatus, keepSystemFields, mustBeSame, otherNamespace } from './system-fields.ts';
import { formatTime } from './timestamp.ts';
import { createUid } from './uid.ts';
import { validate, validateUpdate } from './validation/object.ts';
import { warningsOf } from './warnings.ts';

export interface Written<Each extends Unstructured = Unstructured> {
  object: Each;
  warnings: string[];
}

/** Where an object is. */
export interface ObjectKey<Each extends Unstructured = Unstructured> {
  kind: ApiKind<Each>;
  namespace: string | undefined;
  name: string;
}

/** Every write of an object goes through it; pkg/registry/generic/registry of the API server. */
export interface Registry {
  create(kind: ApiKind, namespace: string | undefined, body: JsonObject, options?: WriteOptions): Written;
  /** Replaces an object, or its status when `subresource` is status. */
  update(key: ObjectKey, change: (current: Unstructured) => JsonObject, options?: WriteOptions): Written;
  get<Each extends Unstructured>(kind: ApiKind<Each>, namespace: string | undefined, name: string): Each;
  /** Now, as timestamps are written: seconds, UTC. */
  timestamp(): string;
}

export interface RegistryParts {
  store: Store;
  clock: Clock;
  random: Random;
  serviceCidr: string;
  /** Objects beyond this number are refused (default 50,000). */
  limit?: number;
}

/** The parts, and what the kinds keep. */
interface Core extends Required<RegistryParts> {
  storage: ReadonlyMap<ApiKind, KindStorage>;
  now(): string;
}

interface Creation {
  kind: ApiKind;
  namespace: string | undefined;
  body: JsonObject;
  options: WriteOptions;
}

/** An object about to be stored, and the one that it replaces. */
interface Change {
  kind: ApiKind;
  next: Unstructured;
  old: Unstructured;
  options: WriteOptions;
}

type Tracked = Omit<Change, 'old'> & Partial<Pick<Change, 'old'>>;

const track = (core: Core, { kind: { resource }, next, options, old }: Tracked): Unstructured => {
  if (options.manager === undefined || options.applied) return next;
  const { group, version, kind } = resource;
  const managedFields = trackUpdate(old, next, schemaOf(group, version, kind), {
    name: options.manager,
    operation: 'Update',
    subresource: options.subresource ?? '',
    time: core.now(),
  });
  return { ...next, metadata: { ...next.metadata, managedFields } };
};

/** The object as the API server knows it: with a name, an identity and a time. */
const identified = (core: Core, { kind, namespace, options }: Creation, given: Unstructured): Unstructured => {
  const { namespaced } = kind.resource;
  const { generateName = '', namespace: own, resourceVersion } = given.metadata;
  const name = given.metadata.name || (generateName && `${generateName.slice(0, 58)}${randomName(core.random, 5)}`);
  if (namespaced && own && own !== namespace) throw otherNamespace();
  if (resourceVersion) throw badRequest('resourceVersion should not be set on objects to be created');
  const {
    managedFields,
    deletionTimestamp: _,
    deletionGracePeriodSeconds: __,
    selfLink: ___,
    ...metadata
  } = given.metadata;
  if (!namespaced) delete metadata.namespace;
  return {
    ...given,
    metadata: {
      ...metadata,
      ...(options.applied && managedFields && { managedFields }),
      name,
      ...(namespaced && { namespace: namespace ?? 'default' }),
      uid: createUid(core.random),
      creationTimestamp: core.now(),
      ...(kind.desired && { generation: 1 }),
    },
  };
};

const admissionContext = (core: Core, { resource }: ApiKind, { manager }: WriteOptions): AdmissionContext => ({
  resource,
  store: core.store,
  random: core.random,
  now: core.clock.date().getTime(),
  manager,
});

/** As the strategy of its kind makes it, before it is checked. */
const prepared = (core: Core, { kind, options }: Creation, object: Unstructured): Unstructured => {
  // The cluster itself may create objects that it has seen already.
  const isUnseen = options.manager !== undefined || object['status'] === undefined;
  const unseen = hasStatus(kind) && isUnseen ? { ...object, status: kind.firstStatus ?? {} } : object;
  const next = kind.prepareForCreate?.(unseen) ?? unseen;
  return core.storage.get(kind)?.beginCreate(next, options.dryRun ?? false) ?? next;
};

const create = (core: Core, creation: Creation): Written => {
  const { kind, body, options } = creation;
  const { resource } = kind;
  const { store, limit } = core;
  const { object: given, warnings } = readObject(resource, body, options);
  const named = identified(core, creation, given);
  const { name, namespace } = named.metadata;
  const context = admissionContext(core, kind, options);
  const plugins = admissionOf(kind);
  const tracked = track(core, { kind, next: kind.defaults?.(named) ?? named, options });
  const admitted = plugins.reduce((object, plugin) => plugin.admit?.(object, context) ?? object, tracked);
  const next = prepared(core, creation, admitted);
  const faults = validate(kind, next);
  if (faults.length > 0) throw invalid(resource, name, faults);
  const object = kind.canonicalize?.(next) ?? next;
  for (const plugin of plugins) plugin.validate?.(object, context);
  if (store.get(resource.kind, namespace, name)) throw alreadyExists(resource, name);
  if (store.size >= limit) throw badRequest(`the embedded cluster holds at most ${limit} objects`);
  return {
    object: options.dryRun ? object : store.put(object),
    warnings: [...warnings, ...warningsOf(kind, object, true)],
  };
};

/** An object that is being deleted goes when its last finalizer does, or when a controller says so. */
const replace = ({ store }: Core, { gracePeriod }: ApiKind, object: Unstructured): Unstructured => {
  const { deletionTimestamp, finalizers, namespace, name } = object.metadata;
  const stored = store.put(object);
  const stays = !deletionTimestamp || (finalizers?.length ?? 0) > 0 || gracePeriod !== undefined;
  if (!stays) store.remove(object.kind, namespace, name);
  return stored;
};

/** An update of all but the status, as the strategy of its kind takes it. */
const checkedUpdate = (core: Core, { kind, next, old, options }: Change): Unstructured => {
  const changed = kind.prepareForUpdate?.(next, old) ?? next;
  const begun = core.storage.get(kind)?.beginUpdate(changed, old, options.dryRun ?? false) ?? changed;
  const faults = validateUpdate(kind, begun, old);
  if (faults.length > 0) throw invalid(kind.resource, old.metadata.name, faults);
  const object = kind.canonicalize?.(begun) ?? begun;
  const context = { ...admissionContext(core, kind, options), old };
  for (const plugin of admissionOf(kind)) plugin.validate?.(object, context);
  return object;
};

/** With the generation that follows, and the version that it replaces. */
const numbered = ({ kind, next, old }: Change): Unstructured => {
  const { generation, resourceVersion } = old.metadata;
  const hasChanged = generation !== undefined && !isSameJson(kind.desired?.(next), kind.desired?.(old));
  const metadata: Meta = { ...next.metadata, ...(hasChanged && { generation: generation + 1 }), resourceVersion };
  return { ...next, metadata };
};

interface Replacement {
  kind: ApiKind;
  old: Unstructured;
  body: JsonObject;
  options: WriteOptions;
}

const update = (core: Core, { kind, old, body, options }: Replacement): Written => {
  const { resource } = kind;
  const { name, namespace } = old.metadata;
  const { object: decoded, warnings } = readObject(resource, body, options);
  mustBeSame(kind, decoded.metadata, old, options);
  const { namespace: _, ...rest } = decoded.metadata;
  const named = { ...decoded, metadata: { ...rest, ...(resource.namespaced && { namespace }), name } };
  const kept = keepSystemFields(kind, kind.defaults?.(named as Unstructured) ?? named, old, options);
  const change = { kind, next: kept, old, options };
  const checked = options.subresource === 'status' ? kept : checkedUpdate(core, change);
  const object = numbered({ ...change, next: track(core, { ...change, next: checked }) });
  const stored = isSameJson(object, old) ? old : object;
  return {
    object: stored === old || options.dryRun ? stored : replace(core, kind, stored),
    warnings: [...warnings, ...warningsOf(kind, stored, false)],
  };
};

export const createRegistry = (parts: RegistryParts): Registry => {
  const core: Core = {
    limit: 50_000,
    ...parts,
    storage: new Map(kinds.flatMap((kind) => (kind.storage ? [[kind, kind.storage(parts)] as const] : []))),
    now: () => formatTime(parts.clock.date()),
  };

  const get: Registry['get'] = <Each extends Unstructured>(
    { resource }: ApiKind<Each>,
    namespace: string | undefined,
    name: string,
  ) => {
    const found = core.store.get(resource.kind, resource.namespaced ? namespace : undefined, name);
    if (!found) throw notFound(resource, name);
    return found as Each;
  };

  return {
    create: (kind, namespace, body, options = {}) => create(core, { kind, namespace, body, options }),
    update: ({ kind, namespace, name }, change, options = {}) => {
      const old = get(kind, namespace, name);
      return update(core, { kind, old, body: change(old), options });
    },
    get,
    timestamp: core.now,
  };
};
