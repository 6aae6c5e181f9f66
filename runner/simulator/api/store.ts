import type { View } from '../objects/kinds.ts';
import type { Unstructured } from '../objects/metadata.ts';

export interface Change {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  kind: string;
  object: Unstructured;
  /** The object before the change; absent when it was added. */
  previous?: Unstructured;
  version: number;
}

export type Listener = (change: Change) => void;

/** Objects by kind, namespace and name, with a log of changes for watches. Objects are never changed in place. */
export interface Store {
  /** The version of the last change; the resourceVersion of lists. */
  readonly version: number;
  /** How many objects there are. */
  readonly size: number;
  list<Kind extends string>(kind: Kind, namespace?: string): readonly View<Kind>[];
  get<Kind extends string>(kind: Kind, namespace: string | undefined, name: string): View<Kind> | undefined;
  /** Adds or replaces; answers with the stored object, which has a new resourceVersion. */
  put<Each extends Unstructured>(object: Each): Each;
  remove(kind: string, namespace: string | undefined, name: string): void;
  /** Raises the version although no object changed. */
  touch(): void;
  /** Told of every change, at once and in order. Returns the way to stop. */
  subscribe(listener: Listener): () => void;
  /** Changes of a kind after a version; undefined when some of them are forgotten. */
  since(kind: string, version: number): readonly Change[] | undefined;
  /** The version of the newest change of a kind that is forgotten; 0 when none is. */
  forgotten(kind: string): number;
}

interface Drawer {
  namespaces: Map<string, Map<string, Unstructured>>;
  /** Lists as they were last asked for, until the next change. */
  lists: Map<string, readonly Unstructured[]>;
  log: Change[];
  /** The version of the newest change that the log has dropped. */
  forgotten: number;
}

/** `history` changes of each kind are kept for watches (default 500); an older version is "too old". */
export const createStore = ({ history = 500 }: { history?: number } = {}): Store => {
  const drawers = new Map<string, Drawer>();
  const listeners = new Set<Listener>();
  let version = 0;
  let size = 0;

  const drawerOf = (kind: string): Drawer => {
    let drawer = drawers.get(kind);
    if (!drawer) {
      drawer = { namespaces: new Map(), lists: new Map(), log: [], forgotten: 0 };
      drawers.set(kind, drawer);
    }
    return drawer;
  };

  const record = (drawer: Drawer, change: Change): void => {
    drawer.lists.clear();
    drawer.log.push(change);
    if (drawer.log.length >= history * 2) {
      const dropped = drawer.log.splice(0, history);
      drawer.forgotten = dropped.at(-1)?.version ?? drawer.forgotten;
    }
    for (const listener of listeners) listener(change);
  };

  const listOf = (kind: string, namespace?: string): readonly Unstructured[] => {
    const drawer = drawerOf(kind);
    const key = namespace ?? '*';
    const known = drawer.lists.get(key);
    if (known) return known;
    const list =
      namespace === undefined
        ? [...drawer.namespaces.values()].flatMap((each) => [...each.values()])
        : [...(drawer.namespaces.get(namespace)?.values() ?? [])];
    drawer.lists.set(key, list);
    return list;
  };

  return {
    get version() {
      return version;
    },
    get size() {
      return size;
    },
    list: <Kind extends string>(kind: Kind, namespace?: string) => listOf(kind, namespace) as readonly View<Kind>[],
    get: <Kind extends string>(kind: Kind, namespace: string | undefined, name: string) =>
      drawers
        .get(kind)
        ?.namespaces.get(namespace ?? '')
        ?.get(name) as View<Kind> | undefined,
    put: <Each extends Unstructured>(object: Each): Each => {
      version += 1;
      const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } };
      const drawer = drawerOf(object.kind);
      const namespace = object.metadata.namespace ?? '';
      const shelf = drawer.namespaces.get(namespace) ?? new Map<string, Unstructured>();
      drawer.namespaces.set(namespace, shelf);
      const previous = shelf.get(object.metadata.name);
      shelf.set(object.metadata.name, stored);
      if (!previous) size += 1;
      record(drawer, {
        type: previous ? 'MODIFIED' : 'ADDED',
        kind: object.kind,
        object: stored,
        ...(previous && { previous }),
        version,
      });
      return stored;
    },
    remove: (kind, namespace, name) => {
      const drawer = drawerOf(kind);
      const shelf = drawer.namespaces.get(namespace ?? '');
      const previous = shelf?.get(name);
      if (!previous || !shelf) return;
      shelf.delete(name);
      if (shelf.size === 0) drawer.namespaces.delete(namespace ?? '');
      size -= 1;
      version += 1;
      const object = { ...previous, metadata: { ...previous.metadata, resourceVersion: String(version) } };
      record(drawer, { type: 'DELETED', kind, object, previous, version });
    },
    touch: () => {
      version += 1;
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    since: (kind, from) => {
      const drawer = drawerOf(kind);
      if (from < drawer.forgotten) return undefined;
      const first = drawer.log.findIndex((each) => each.version > from);
      return first < 0 ? [] : drawer.log.slice(first);
    },
    forgotten: (kind) => drawerOf(kind).forgotten,
  };
};
