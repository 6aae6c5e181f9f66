import type { JsonObject } from '../../core/json.ts';
import type { Random } from '../../core/random.ts';
import { createUid, type Registry } from '../api/registry.ts';
import type { Store } from '../api/store.ts';
import type { Unstructured } from '../objects/metadata.ts';

export interface EventSource {
  component: string;
  host?: string;
}

export interface Recorder {
  /** Writes an event about an object, or counts one more of the same. `fieldPath` names a container. */
  record(
    object: Unstructured,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
    source: EventSource,
    fieldPath?: string,
  ): void;
}

/** Events that are kept; the oldest go first. A real cluster keeps them for an hour. */
const mostEvents = 2000;

export const createRecorder = (store: Store, registry: Registry, random: Random): Recorder => {
  const known = new Map<string, { namespace: string; name: string }>();
  let count = 0;
  return {
    record: (object, type, reason, message, source, fieldPath) => {
      const namespace = object.metadata.namespace ?? 'default';
      if (!store.get('Namespace', undefined, namespace)) return;
      const key = `${object.metadata.uid}/${reason}/${fieldPath ?? ''}/${message}`;
      const place = known.get(key);
      const old = place && store.get('Event', place.namespace, place.name);
      const time = registry.timestamp();
      if (old) {
        store.put({ ...old, count: Number(old['count']) + 1, lastTimestamp: time });
        return;
      }
      // Names count up, so that events of one second keep their order in a list.
      count += 1;
      const name = `${object.metadata.name}.188${count.toString(16).padStart(13, '0')}`;
      known.set(key, { namespace, name });
      const involvedObject: JsonObject = {
        kind: object.kind,
        ...(object.metadata.namespace && { namespace }),
        name: object.metadata.name,
        uid: object.metadata.uid,
        apiVersion: object.apiVersion,
        resourceVersion: object.metadata.resourceVersion,
        ...(fieldPath && { fieldPath }),
      };
      store.put({
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name, namespace, uid: createUid(random), resourceVersion: '', creationTimestamp: time },
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
      if (known.size <= mostEvents) return;
      const [oldest] = known;
      if (!oldest) return;
      known.delete(oldest[0]);
      store.remove('Event', oldest[1].namespace, oldest[1].name);
    },
  };
};
