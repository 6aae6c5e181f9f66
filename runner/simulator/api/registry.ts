import type { Clock } from '../../core/clock.ts';
import { isObject, type JsonObject, type JsonValue } from '../../core/json.ts';
import { type Random, randomHex, randomName } from '../../core/random.ts';
import {
  type EndpointSlice,
  isSame,
  type Meta,
  type Pod,
  type Service,
  type Unstructured,
} from '../objects/objects.ts';
import { admitIngress, admitNamespace, admitNode, admitPod, mustHaveAccount } from './admission.ts';
import { applyDefaults } from './defaults/index.ts';
import { checkLimits, limitPod } from './limits/limit-range.ts';
import { checkQuota } from './limits/quota.ts';
import { trackUpdate } from './patch/managed-fields.ts';
import { readObject, type WriteOptions } from './read-object.ts';
import type { Resource } from './resources.ts';
import { schemaOf } from './schema/schema.ts';
import type { Allocator } from './service-allocation.ts';
import { alignClusterIps, prepareServiceUpdate, settledService } from './service-update.ts';
import { alreadyExists, badRequest, conflict, invalid, modified, notFound, StatusError } from './status.ts';
import type { Store } from './store.ts';
import { validate } from './validation/index.ts';
import { warningsOf } from './warnings.ts';
import { firstStatus, markWorkload } from './workload-marks.ts';

export interface Written<Each = Unstructured> {
  object: Each;
  warnings: string[];
}

export interface Registry {
  create(resource: Resource, namespace: string | undefined, body: JsonObject, options?: WriteOptions): Written;
  /** Replaces an object, or its status when `subresource` is status. */
  update(
    resource: Resource,
    namespace: string | undefined,
    name: string,
    change: (current: Unstructured) => JsonObject,
    options?: WriteOptions,
  ): Written;
  get(resource: Resource, namespace: string | undefined, name: string): Unstructured;
  /** Now, as timestamps are written: seconds, UTC. */
  timestamp(): string;
}

export interface RegistryParts {
  store: Store;
  clock: Clock;
  random: Random;
  allocator: Allocator;
  /** Objects beyond this number are refused (default 50,000). */
  limit?: number;
}

/** RFC 4122, version 4, from the seeded source. */
export const createUid = (random: Random): string => {
  const digits = randomHex(random, 16);
  // One flat text: joined pieces would each live as long as the whole.
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `a${digits.slice(17, 20)}`,
    digits.slice(20),
  ].join('-');
};

/** Whole seconds in RFC 3339. One text a second, which all objects of that second share. */
export const formatTime = (date: Date): string => {
  const second = Math.floor(date.getTime() / 1000);
  if (second !== lastSecond) lastText = `${new Date(second * 1000).toISOString().slice(0, 19)}Z`;
  lastSecond = second;
  return lastText;
};

let lastSecond = Number.NaN;
let lastText = '';

const metadataOf = (object: JsonObject): JsonObject => (isObject(object['metadata']) ? object['metadata'] : {});

/** Kinds whose status only the subresource writes, and whose generation counts changes of spec. */
const hasStatus = (resource: Resource): boolean => resource.subresources.includes('status');
const withoutGeneration = new Set(['Service', 'Namespace', 'Node', 'ResourceQuota']);
const alsoWithGeneration = new Set(['EndpointSlice', 'IngressClass', 'NetworkPolicy']);
const countsGeneration = (resource: Resource): boolean =>
  (hasStatus(resource) && !withoutGeneration.has(resource.kind)) || alsoWithGeneration.has(resource.kind);

/** What generation counts the changes of. */
const desired = ({ kind, spec, endpoints, ports }: Unstructured): JsonValue | undefined =>
  kind === 'EndpointSlice' ? { endpoints, ports } : spec;

const otherNamespace = (): StatusError =>
  badRequest('the namespace of the provided object does not match the namespace sent on the request');

/** Where etcd keeps objects, where that is not under the resource's name. */
const storageKeys: Record<string, string> = {
  Service: 'services/specs',
  Endpoints: 'services/endpoints',
  Node: 'minions',
  ReplicationController: 'controllers',
  Ingress: 'ingress',
};

/** What is stored of an object that has passed all checks. */
const settled = (object: Unstructured, old?: Unstructured): Unstructured => {
  if (object.kind === 'Service') return settledService(object as unknown as Service);
  return object.kind === 'EndpointSlice' ? settledSlice(object as EndpointSlice) : markWorkload(object, old);
};

const settledSlice = (slice: EndpointSlice): EndpointSlice => ({
  ...slice,
  endpoints: slice.endpoints?.length ? slice.endpoints : null,
  ports: slice.ports?.length ? slice.ports : null,
});

export const createRegistry = ({ store, clock, random, allocator, limit = 50_000 }: RegistryParts): Registry => {
  const timestamp = (): string => formatTime(clock.date());

  const track = (
    resource: Resource,
    old: Unstructured | undefined,
    next: JsonObject,
    options: WriteOptions,
  ): JsonObject => {
    if (options.manager === undefined || options.applied) return next;
    const { group, version, kind } = resource;
    const writer = { name: options.manager, operation: 'Update' as const, subresource: options.subresource ?? '' };
    const managedFields = trackUpdate(old, next, schemaOf(group, version, kind), writer, timestamp());
    return { ...next, metadata: { ...metadataOf(next), managedFields } };
  };

  const admit = (object: Unstructured, { manager }: WriteOptions): Unstructured => {
    // The cluster's own nodes have a kubelet.
    if (object.kind === 'Node' && manager !== undefined) return admitNode(object);
    if (object.kind === 'Pod') {
      const pod = limitPod(store, object as unknown as Pod);
      mustHaveAccount(store, pod);
      return admitPod(pod, random);
    }
    if (object.kind === 'Ingress') return admitIngress(store, object);
    return object;
  };

  const create: Registry['create'] = (resource, namespace, body, options = {}) => {
    const { object: decoded, warnings } = readObject(resource, body, options);
    const given = metadataOf(decoded);
    const generateName = String(given['generateName'] ?? '');
    const name =
      String(given['name'] ?? '') || (generateName && `${generateName.slice(0, 58)}${randomName(random, 5)}`);
    if (resource.namespaced && given['namespace'] && given['namespace'] !== namespace) throw otherNamespace();
    if (given['resourceVersion']) throw badRequest('resourceVersion should not be set on objects to be created');
    const { managedFields, deletionTimestamp: _, deletionGracePeriodSeconds: __, selfLink: ___, ...metadata } = given;
    if (!resource.namespaced) delete metadata['namespace'];
    if (options.applied && managedFields) metadata['managedFields'] = managedFields;
    const named: JsonObject = {
      ...decoded,
      metadata: {
        ...metadata,
        name,
        ...(resource.namespaced && { namespace: namespace ?? 'default' }),
        uid: createUid(random),
        creationTimestamp: timestamp(),
        ...(countsGeneration(resource) && { generation: 1 }),
      },
    };
    if (resource.namespaced) admitNamespace(store, resource, namespace ?? 'default', name);
    const tracked = track(resource, undefined, applyDefaults(resource.kind, named), options);
    let object = admit(tracked as unknown as Unstructured, options);
    if (
      hasStatus(resource) &&
      (options.manager !== undefined || object['status'] === undefined) &&
      resource.kind !== 'Pod'
    )
      object = { ...object, status: firstStatus(resource.kind) };
    if (resource.kind === 'Namespace') object = { ...object, status: { phase: 'Active' } };
    if (resource.kind === 'Service') {
      const service = object as unknown as Service;
      const spec = alignClusterIps(service.spec, undefined);
      object = allocator.allocate({ ...service, spec, status: { loadBalancer: {} } }, undefined, options.dryRun);
    }
    const faults = validate(resource, object);
    if (faults.length > 0) throw invalid(resource, name, faults);
    object = settled(object);
    if (object.kind === 'Pod') checkLimits(store, object as unknown as Pod);
    checkQuota(store, resource, object, clock.date().getTime());
    if (store.get(resource.kind, object.metadata.namespace, name)) throw alreadyExists(resource, name);
    if (store.size >= limit) throw badRequest(`the embedded cluster holds at most ${limit} objects`);
    return {
      object: options.dryRun ? object : store.put(object),
      warnings: [...warnings, ...warningsOf(object, true)],
    };
  };

  const get: Registry['get'] = (resource, namespace, name) => {
    const found = store.get(resource.kind, resource.namespaced ? namespace : undefined, name);
    if (!found) throw notFound(resource, name);
    return found as Unstructured;
  };

  /** Fields that a client cannot change come from the old object. */
  const keepSystemFields = (
    resource: Resource,
    next: JsonObject,
    old: Unstructured,
    options: WriteOptions,
  ): Unstructured => {
    const given = metadataOf(next) as Meta;
    const metadata: Meta = {
      ...given,
      uid: given.uid ?? old.metadata.uid,
      ...(old.metadata.creationTimestamp && { creationTimestamp: old.metadata.creationTimestamp }),
      ...(old.metadata.generation !== undefined && { generation: old.metadata.generation }),
      ...(old.metadata.deletionTimestamp && { deletionTimestamp: old.metadata.deletionTimestamp }),
      ...(old.metadata.deletionGracePeriodSeconds !== undefined && {
        deletionGracePeriodSeconds: old.metadata.deletionGracePeriodSeconds,
      }),
    };
    const { status, ...rest } = next;
    if (!hasStatus(resource)) return { ...next, metadata } as unknown as Unstructured;
    if (options.subresource === 'status')
      return {
        ...old,
        metadata: { ...old.metadata, ...pickAnnotations(metadata) },
        ...(status !== undefined && { status }),
      };
    return {
      ...rest,
      metadata,
      ...(old['status'] !== undefined && { status: old['status'] }),
    } as unknown as Unstructured;
  };

  const pickAnnotations = ({ labels, annotations, managedFields }: Meta): JsonObject => ({
    ...(labels && { labels }),
    ...(annotations && { annotations }),
    ...(managedFields && { managedFields }),
  });

  /** What an update may say of the object that it means. A patch has no say in the identity: that is a field as others. */
  const mustBeOf = (resource: Resource, given: Meta, { metadata: old }: Unstructured, options: WriteOptions): void => {
    const { name, namespace, resourceVersion, uid } = old;
    if (resource.namespaced && given.namespace && given.namespace !== namespace) throw otherNamespace();
    if (options.manager !== undefined && !options.showPatched && given.uid && given.uid !== uid) {
      const key = `${storageKeys[resource.kind] ?? resource.plural}/${namespace ? `${namespace}/` : ''}${name}`;
      throw conflict(
        resource,
        name,
        `StorageError: invalid object, Code: 4, Key: /${key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${given.uid}, UID in object meta: ${uid}`,
      );
    }
    if (!given.resourceVersion) return;
    if (!/^\d+$/.test(given.resourceVersion))
      throw new StatusError(500, '', `strconv.ParseUint: parsing "${given.resourceVersion}": invalid syntax`);
    if (given.resourceVersion !== resourceVersion) throw modified(resource, name);
  };

  const update: Registry['update'] = (resource, namespace, name, change, options = {}) => {
    const old = get(resource, namespace, name);
    const { object: decoded, warnings } = readObject(resource, change(old), options);
    const given = metadataOf(decoded) as Meta;
    if (given.name !== name)
      throw badRequest(`the name of the object (${String(given.name)}) does not match the name on the URL (${name})`);
    mustBeOf(resource, given, old, options);
    const { namespace: _, ...rest } = given;
    const named = {
      ...decoded,
      metadata: { ...rest, ...(resource.namespaced && { namespace: old.metadata.namespace }) },
    };
    const defaulted = applyDefaults(resource.kind, named);
    let object = keepSystemFields(resource, defaulted, old, options);
    if (options.subresource !== 'status') {
      if (resource.kind === 'Service')
        object = allocator.allocate(
          prepareServiceUpdate(object as unknown as Service, old as unknown as Service),
          old as unknown as Service,
          options.dryRun,
        );
      const faults = validate(resource, object, old);
      if (faults.length > 0) throw invalid(resource, name, faults);
      object = settled(object, old);
      checkQuota(store, resource, object, clock.date().getTime(), old);
    }
    object = track(resource, old, object, options) as unknown as Unstructured;
    if (old.metadata.generation !== undefined && !isSame(desired(object), desired(old)))
      object = { ...object, metadata: { ...object.metadata, generation: old.metadata.generation + 1 } };
    object = { ...object, metadata: { ...object.metadata, resourceVersion: old.metadata.resourceVersion } };
    if (isSame(object, old)) return { object: old, warnings: [...warnings, ...warningsOf(old, false)] };
    return {
      object: options.dryRun ? object : settle(resource, object),
      warnings: [...warnings, ...warningsOf(object, false)],
    };
  };

  /** An object that is being deleted goes when its last finalizer does. */
  const settle = (resource: Resource, object: Unstructured): Unstructured => {
    const { deletionTimestamp, finalizers, namespace, name } = object.metadata;
    const stays = !deletionTimestamp || (finalizers?.length ?? 0) > 0 || ['Pod', 'Namespace'].includes(resource.kind);
    const stored = store.put(object);
    if (!stays) store.remove(resource.kind, namespace, name);
    return stored;
  };

  return { create, update, get, timestamp };
};
