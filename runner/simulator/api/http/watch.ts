import type { JsonObject } from '../../../core/json.ts';
import type { Unstructured } from '../../objects/objects.ts';
import { parseFieldSelector } from '../field-selector.ts';
import { apiVersionOf } from '../resources.ts';
import { parseLabelSelector } from '../selectors.ts';
import { badRequest, expired } from '../status.ts';
import type { Change, Store } from '../store.ts';
import type { ApiResponse } from './answer.ts';
import type { Target } from './request.ts';

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
  target: Target;
  query: URLSearchParams;
  response: ApiResponse;
  /** Turns an event's object into what the client asked for, such as a Table. */
  show: (object: Unstructured) => JsonObject;
  /** Sends a bookmark and ends the stream when it fires. */
  timeout: Promise<void>;
}

/** Bytes that may wait for a slow reader before the watch is closed. */
const maxBacklog = 16 * 1024 * 1024;

/** Streams changes as JSON lines: https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes */
export const serveWatch = ({ store, target, query, response, show, timeout }: WatchParts): void => {
  const { namespace, name } = target;
  const { resource } = target.kind;
  const matches = matcherFor(target, query);
  const concerns = (object: Unstructured): boolean =>
    (namespace === undefined || object.metadata.namespace === namespace) &&
    (name === undefined || object.metadata.name === name) &&
    matches(object);
  const bookmarks = query.get('allowWatchBookmarks') === 'true' || query.get('allowWatchBookmarks') === '1';
  const version = query.get('resourceVersion') ?? '';
  const from = Number(version || '0');
  if (!Number.isSafeInteger(from) || from < 0)
    throw badRequest(
      `resourceVersion: Invalid value: "${version}": strconv.ParseUint: parsing "${version}": invalid syntax`,
    );
  const initial = query.get('sendInitialEvents') === 'true' || from === 0;
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
    send({ type: 'ERROR', object: expired(`too old resource version: ${from} (${store.version})`).toStatus() });
    response.end();
    return;
  }
  if (initial)
    for (const object of store.list(resource.kind, namespace) as readonly Unstructured[])
      if (concerns(object)) send({ type: 'ADDED', object: show(object) });
  if (initial && query.get('sendInitialEvents') === 'true') bookmark({ 'k8s.io/initial-events-end': 'true' });
  const deliver = (change: Change): void => {
    if (change.kind !== resource.kind) return;
    const event = eventOf(change, concerns);
    if (event) send({ type: event.type, object: show(event.object as Unstructured) });
  };
  for (const change of missed) deliver(change);
  const unsubscribe = store.subscribe(deliver);
  response.on('close', unsubscribe);
  response.flushHeaders();
  const finish = (): void => {
    if (response.destroyed) return;
    if (bookmarks) bookmark();
    response.end();
  };
  timeout.then(finish, () => undefined);
};
