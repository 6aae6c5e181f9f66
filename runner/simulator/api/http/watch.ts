import type { Clock } from '../../../core/clock.ts';
import type { JsonObject } from '../../../core/json.ts';
import type { Unstructured } from '../../objects/metadata.ts';
import { parseFieldSelector } from '../field-selector.ts';
import { parseLabelSelector } from '../label-selector.ts';
import { apiVersionOf } from '../resources.ts';
import { expired } from '../status.ts';
import type { Change, Store } from '../store.ts';
import type { ApiResponse } from './answer.ts';
import { integerOf, versionOf } from './options.ts';
import type { Target } from './request.ts';
import { flagOf } from './streams.ts';

export interface WatchEvent {
  type: string;
  object: JsonObject;
}

/** Label and field selectors of a list or watch. */
export const matcherFor = ({ kind }: Target, query: URLSearchParams): ((object: Unstructured) => boolean) => {
  const byLabel = parseLabelSelector(query.get('labelSelector') ?? undefined);
  const byField = parseFieldSelector(kind, query.get('fieldSelector') ?? undefined);
  return (object) => byLabel(object.metadata.labels) && byField(object);
};

const eventOf = (change: Change, matches: (object: Unstructured) => boolean): WatchEvent | undefined => {
  const object = change.object as Unstructured;
  const isIn = change.type !== 'DELETED' && matches(object);
  const wasIn = change.previous !== undefined && matches(change.previous as Unstructured);
  if (isIn) return { type: wasIn ? 'MODIFIED' : 'ADDED', object };
  // An object that leaves the selection is deleted for this watcher.
  return wasIn ? { type: 'DELETED', object } : undefined;
};

export interface WatchParts {
  store: Store;
  /** Tells when the watch has lasted its time. */
  clock: Clock;
  target: Target;
  query: URLSearchParams;
  response: ApiResponse;
  /** Turns an event's object into what the client asked for, such as a Table. */
  show: (object: Unstructured) => JsonObject;
}

/** Bytes that may wait for a slow reader before the watch is closed. */
const maxBacklog = 16 * 1024 * 1024;

/** Seconds that a watch lasts unless its client says otherwise. */
const defaultTimeout = 1_800;

interface WatchRequest {
  /** Whether an object of the kind is one of those that are watched. */
  concerns(object: Unstructured): boolean;
  /** Changes after this version are wanted. */
  from: number;
  /** Begins with the objects that are there. */
  initial: boolean;
  /** Marks the end of the initial objects. */
  marked: boolean;
  bookmarks: boolean;
  /** Milliseconds. */
  timeout: number;
}

/** Reads the whole request before anything is answered or begun: what is wrong with it is refused with 400. */
const readRequest = (target: Target, query: URLSearchParams): WatchRequest => {
  const { namespace, name } = target;
  const timeout = (integerOf(query, 'timeoutSeconds') || defaultTimeout) * 1_000;
  const matches = matcherFor(target, query);
  const from = versionOf(query);
  const marked = flagOf(query, 'sendInitialEvents');
  return {
    concerns: (object) =>
      (namespace === undefined || object.metadata.namespace === namespace) &&
      (name === undefined || object.metadata.name === name) &&
      matches(object),
    from,
    initial: marked || from === 0,
    marked,
    bookmarks: flagOf(query, 'allowWatchBookmarks'),
    timeout,
  };
};

/** Streams changes as JSON lines: https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes */
export const serveWatch = ({ store, clock, target, query, response, show }: WatchParts): void => {
  const { namespace } = target;
  const { resource } = target.kind;
  const { concerns, from, initial, marked, bookmarks, timeout } = readRequest(target, query);
  const missed = initial ? [] : store.since(resource.kind, from);
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache, private' });
  const send = (event: WatchEvent): void => {
    response.write(`${JSON.stringify(event)}\n`);
    if (response.writableLength > maxBacklog) response.destroy();
  };
  const bookmark = (annotations?: JsonObject): void =>
    send({
      type: 'BOOKMARK',
      object: {
        kind: resource.kind,
        apiVersion: apiVersionOf(resource),
        metadata: { resourceVersion: String(store.version), ...(annotations && { annotations }) },
      },
    });
  if (!missed) {
    // Of a watch that has a well-formed version the real server, too, answers 200, and the stream tells the fault.
    const text = `too old resource version: ${from} (${store.forgotten(resource.kind)})`;
    send({ type: 'ERROR', object: expired(text).toStatus() });
    response.end();
    return;
  }
  if (initial)
    for (const object of store.list(resource.kind, namespace) as readonly Unstructured[])
      if (concerns(object)) send({ type: 'ADDED', object: show(object) });
  if (marked) bookmark({ 'k8s.io/initial-events-end': 'true' });
  const deliver = (change: Change): void => {
    // A version that is not reached yet is waited for.
    if (change.kind !== resource.kind || change.version <= from) return;
    const event = eventOf(change, concerns);
    if (event) send({ type: event.type, object: show(event.object as Unstructured) });
  };
  for (const change of missed) deliver(change);
  const unsubscribe = store.subscribe(deliver);
  const cancelTimeout = clock.after(timeout, () => {
    // Nothing may be written behind the end, and the reader may take its time until the connection closes.
    unsubscribe();
    if (response.destroyed) return;
    if (bookmarks) bookmark();
    response.end();
  });
  response.on('close', () => {
    unsubscribe();
    cancelTimeout();
  });
  response.flushHeaders();
};
