import type { Clock } from '../../core/clock.ts';
import { isSameJson, type JsonObject } from '../../core/json.ts';
import type { Random } from '../../core/random.ts';
import { createDeletion, type DeleteOptions } from '../api/deletion.ts';
import { kindOf } from '../api/kinds/index.ts';
import type { Registry } from '../api/registry.ts';
import type { Store } from '../api/store.ts';
import type { View } from '../objects/kinds.ts';
import type { Meta, Unstructured } from '../objects/metadata.ts';
import { Recorder } from './events.ts';
import { PodIndex } from './pod-index.ts';

/** The tools of every controller. */
export interface Context {
  store: Store;
  registry: Registry;
  clock: Clock;
  random: Random;
  recorder: Recorder;
  pods: PodIndex;
  /** Creates an object with defaults, admission and validation, as a client would. */
  create<Kind extends string>(kind: Kind, object: JsonObject & { metadata: JsonObject }): View<Kind>;
  /** Deletes an object; one that is gone already is no fault. */
  remove(object: Unstructured, options?: DeleteOptions): void;
  /** Replaces the status when it differs. */
  setStatus(object: Unstructured, status: JsonObject): void;
  /** Replaces fields of the metadata. */
  setMetadata(object: Unstructured, change: Partial<Meta>): void;
  now(): string;
}

export interface ContextParts {
  store: Store;
  registry: Registry;
  clock: Clock;
  random: Random;
}

export const createContext = ({ store, registry, clock, random }: ContextParts): Context => {
  const deletion = createDeletion(store, registry, clock);
  const current = (object: Unstructured): Unstructured | undefined => {
    const found = store.get(object.kind, object.metadata.namespace, object.metadata.name);
    return found?.metadata.uid === object.metadata.uid ? found : undefined;
  };
  return {
    store,
    registry,
    clock,
    random,
    pods: new PodIndex(store),
    recorder: new Recorder(store, registry, random),
    create: <Kind extends string>(kind: Kind, object: JsonObject & { metadata: JsonObject }) => {
      const found = kindOf(kind);
      if (!found) throw new Error(`${kind} is not served`);
      const namespace = object.metadata['namespace'];
      return registry.create(found, typeof namespace === 'string' ? namespace : undefined, object)
        .object as unknown as View<Kind>;
    },
    remove: (object, options) => {
      const kind = kindOf(object.kind);
      const { namespace, name } = object.metadata;
      if (kind && current(object)) deletion({ kind, namespace, name }, options);
    },
    setStatus: (object, status) => {
      const found = current(object);
      if (found && !isSameJson(found['status'], status)) store.put({ ...found, status });
    },
    setMetadata: (object, change) => {
      const found = current(object);
      if (!found) return;
      const metadata: Meta = { ...found.metadata, ...change };
      // An empty list is left out, as Go writes it.
      for (const key of ['ownerReferences', 'finalizers'] as const)
        if (metadata[key]?.length === 0) delete metadata[key];
      store.put({ ...found, metadata });
    },
    now: () => registry.timestamp(),
  };
};
