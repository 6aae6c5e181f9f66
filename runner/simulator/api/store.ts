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

interface Drawer {
  namespaces: Map<string, Map<string, Unstructured>>;
  /** Lists as they were last asked for, until the next change. */
  lists: Map<string, readonly Unstructured[]>;
  log: Change[];
  /** The version of the newest change that the log has dropped. */
  forgotten: number;
}

/** Objects by kind, namespace and name, with a log of changes for watches. Objects are never changed in place. */
export class Store {
  readonly #drawers = new Map<string, Drawer>();
  readonly #listeners = new Set<Listener>();
  readonly #history: number;
  #version = 0;
  #size = 0;

  /** `history` changes of each kind are kept for watches (default 500); an older version is "too old". */
  constructor({ history = 500 }: { history?: number } = {}) {
    this.#history = history;
  }

  /** The version of the last change; the resourceVersion of lists. */
  get version(): number {
    return this.#version;
  }

  /** The number of objects. */
  get size(): number {
    return this.#size;
  }

  list<Kind extends string>(kind: Kind, namespace?: string): readonly View<Kind>[] {
    const { lists, namespaces } = this.#drawerOf(kind);
    const key = namespace ?? '*';
    const known = lists.get(key);
    if (known) return known as readonly View<Kind>[];
    const list: readonly Unstructured[] =
      namespace === undefined
        ? [...namespaces.values()].flatMap((each) => [...each.values()])
        : [...(namespaces.get(namespace)?.values() ?? [])];
    lists.set(key, list);
    return list as readonly View<Kind>[];
  }

  get<Kind extends string>(kind: Kind, namespace: string | undefined, name: string): View<Kind> | undefined {
    return this.#drawers
      .get(kind)
      ?.namespaces.get(namespace ?? '')
      ?.get(name) as View<Kind> | undefined;
  }

  /** Adds or replaces; answers with the stored object, which has a new resourceVersion. */
  put<Each extends Unstructured>(object: Each): Each {
    this.#version += 1;
    const version = this.#version;
    const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } };
    const drawer = this.#drawerOf(object.kind);
    const namespace = object.metadata.namespace ?? '';
    const shelf = drawer.namespaces.get(namespace) ?? new Map<string, Unstructured>();
    drawer.namespaces.set(namespace, shelf);
    const previous = shelf.get(object.metadata.name);
    shelf.set(object.metadata.name, stored);
    if (!previous) this.#size += 1;
    this.#record(drawer, {
      type: previous ? 'MODIFIED' : 'ADDED',
      kind: object.kind,
      object: stored,
      ...(previous && { previous }),
      version,
    });
    return stored;
  }

  remove(kind: string, namespace: string | undefined, name: string): void {
    const drawer = this.#drawerOf(kind);
    const shelf = drawer.namespaces.get(namespace ?? '');
    const previous = shelf?.get(name);
    if (!previous || !shelf) return;
    shelf.delete(name);
    if (shelf.size === 0) drawer.namespaces.delete(namespace ?? '');
    this.#size -= 1;
    this.#version += 1;
    const version = this.#version;
    const object = { ...previous, metadata: { ...previous.metadata, resourceVersion: String(version) } };
    this.#record(drawer, { type: 'DELETED', kind, object, previous, version });
  }

  /** Raises the version although no object changed. */
  touch(): void {
    this.#version += 1;
  }

  /** Calls the listener at every change, at once and in order. Returns the way to stop. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Changes of a kind after a version; undefined when some of them are forgotten. */
  since(kind: string, version: number): readonly Change[] | undefined {
    const { forgotten, log } = this.#drawerOf(kind);
    if (version < forgotten) return undefined;
    const first = log.findIndex((each) => each.version > version);
    return first < 0 ? [] : log.slice(first);
  }

  /** The version of the newest change of a kind that is forgotten; 0 when none is. */
  forgotten(kind: string): number {
    return this.#drawerOf(kind).forgotten;
  }

  #drawerOf(kind: string): Drawer {
    let drawer = this.#drawers.get(kind);
    if (!drawer) {
      drawer = { namespaces: new Map(), lists: new Map(), log: [], forgotten: 0 };
      this.#drawers.set(kind, drawer);
    }
    return drawer;
  }

  #record(drawer: Drawer, change: Change): void {
    drawer.lists.clear();
    drawer.log.push(change);
    if (drawer.log.length >= this.#history * 2) {
      const dropped = drawer.log.splice(0, this.#history);
      drawer.forgotten = dropped.at(-1)?.version ?? drawer.forgotten;
    }
    for (const listener of this.#listeners) listener(change);
  }
}
