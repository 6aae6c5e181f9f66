import type { JsonObject } from '../../core/json.ts';
import type { Random } from '../../core/random.ts';
import type { Registry } from '../api/registry.ts';
import type { Store } from '../api/store.ts';
import { createUid } from '../api/uid.ts';
import type { Unstructured } from '../objects/metadata.ts';

export interface EventSource {
  component: string;
  host?: string;
}

/** An event about an object. */
export interface Occurrence {
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
  source: EventSource;
  /** Names a container, as spec.containers{main}. */
  fieldPath?: string | undefined;
}

/** Events that are kept; the oldest go first. A real cluster keeps them for an hour. */
const maxEvents = 2000;

/** The recorder of all controllers. */
export class Recorder {
  readonly #store: Store;
  readonly #registry: Registry;
  readonly #random: Random;
  readonly #known = new Map<string, { namespace: string; name: string }>();
  #count = 0;

  constructor(store: Store, registry: Registry, random: Random) {
    this.#store = store;
    this.#registry = registry;
    this.#random = random;
  }

  /** Writes an event about an object, or counts one more of the same. */
  record(object: Unstructured, occurrence: Occurrence): void {
    const namespace = object.metadata.namespace ?? 'default';
    if (!this.#store.get('Namespace', undefined, namespace)) return;
    const { reason, message, fieldPath = '' } = occurrence;
    const key = `${object.metadata.uid}/${reason}/${fieldPath}/${message}`;
    const place = this.#known.get(key);
    const old = place && this.#store.get('Event', place.namespace, place.name);
    if (old) {
      this.#store.put({ ...old, count: Number(old['count']) + 1, lastTimestamp: this.#registry.timestamp() });
      return;
    }
    // Names count up, so that events of one second keep their order in a list.
    this.#count += 1;
    const name = `${object.metadata.name}.188${this.#count.toString(16).padStart(13, '0')}`;
    this.#known.set(key, { namespace, name });
    this.#write({ namespace, name }, object, occurrence);
    if (this.#known.size > maxEvents) this.#removeOldest();
  }

  #write(
    { namespace, name }: { namespace: string; name: string },
    object: Unstructured,
    { type, reason, message, source, fieldPath }: Occurrence,
  ): void {
    const time = this.#registry.timestamp();
    const involvedObject: JsonObject = {
      kind: object.kind,
      ...(object.metadata.namespace && { namespace }),
      name: object.metadata.name,
      uid: object.metadata.uid,
      apiVersion: object.apiVersion,
      resourceVersion: object.metadata.resourceVersion,
      ...(fieldPath && { fieldPath }),
    };
    this.#store.put({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name, namespace, uid: createUid(this.#random), resourceVersion: '', creationTimestamp: time },
      involvedObject,
      reason,
      message: message.slice(0, 1024),
      source: { component: source.component, ...(source.host && { host: source.host }) },
      firstTimestamp: time,
      lastTimestamp: time,
      count: 1,
      type,
      eventTime: null,
      reportingComponent: source.component,
      reportingInstance: source.host ?? '',
    });
  }

  #removeOldest(): void {
    const [oldest] = this.#known;
    if (!oldest) return;
    const [key, { namespace, name }] = oldest;
    this.#known.delete(key);
    this.#store.remove('Event', namespace, name);
  }
}
