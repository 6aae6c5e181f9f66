import type { KubernetesApi, ObjectQuery, WatchEvent } from '../../../runner/cluster/cluster.ts';

export const pods: ObjectQuery = { apiVersion: 'v1', kind: 'Pod', namespace: 'n' };

interface DrivenWatch {
  query: ObjectQuery;
  version: string;
  signal: AbortSignal;
  send(type: WatchEvent['type']): void;
  end(cause?: Error): void;
}

/** An API whose lists are empty and whose watches are driven by the test. */
export const drivenApi = () => {
  const lists: ObjectQuery[] = [];
  const watches: DrivenWatch[] = [];
  const api: Pick<KubernetesApi, 'list' | 'watch'> = {
    async list(query) {
      lists.push(query);
      return { items: [], resourceVersion: String(lists.length) };
    },
    async *watch(query, version, signal) {
      const queue: (WatchEvent | Error | undefined)[] = [];
      let wake = (): void => undefined;
      const push = (each: WatchEvent | Error | undefined): void => {
        queue.push(each);
        wake();
      };
      const send = (type: WatchEvent['type']): void =>
        push({ type, object: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' } } });
      watches.push({ query, version, signal, send, end: push });
      signal.addEventListener('abort', () => push(undefined));
      for (;;) {
        if (queue.length === 0)
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        const next = queue.shift();
        if (!next) return;
        if (next instanceof Error) throw next;
        yield next;
      }
    },
  };
  return { api, lists, watches };
};
