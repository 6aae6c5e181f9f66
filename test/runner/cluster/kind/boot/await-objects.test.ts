import assert from 'node:assert/strict';
import { UnreachableError } from '../../../../../runner/cluster/api-error.ts';
import type { KubernetesObject, WatchEvent } from '../../../../../runner/cluster/cluster.ts';
import { awaitObjects, conditionOf } from '../../../../../runner/cluster/kind/boot/await-objects.ts';
import { manualClock } from '../../../../../runner/core/clock.ts';

const node = (name: string, ready?: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name },
  ...(ready !== undefined && { status: { conditions: [{ type: 'Ready', status: ready }] } }),
});

const query = { apiVersion: 'v1', kind: 'Node' };
const allReady = (nodes: readonly KubernetesObject[]): boolean =>
  nodes.length > 0 && nodes.every((each) => conditionOf(each, 'Ready') === 'True');

/** Each round is a list and the events of the watch after it. */
const api = (...rounds: { items: KubernetesObject[] | Error; events?: WatchEvent[] }[]) => {
  let round = -1;
  return {
    list: async () => {
      round++;
      const items = rounds[round]?.items ?? [];
      if (items instanceof Error) throw items;
      return { items, resourceVersion: String(round) };
    },
    async *watch() {
      yield* rounds[round]?.events ?? [];
    },
  };
};

const run = async (server: ReturnType<typeof api>): Promise<string[]> => {
  const clock = manualClock();
  const found = awaitObjects(server, query, allReady, { clock, signal: new AbortController().signal });
  await clock.advance(500);
  return (await found).map(({ metadata }) => metadata.name);
};

describe('awaitObjects', () => {
  it('needs no watch if the list already holds', async () => {
    assert.deepEqual(await run(api({ items: [node('a', 'True')] })), ['a']);
  });

  it('follows the watch: added, changed, deleted', async () => {
    const events: WatchEvent[] = [
      { type: 'ADDED', object: node('b', 'Unknown') },
      { type: 'BOOKMARK', object: node('') },
      { type: 'MODIFIED', object: node('a', 'True') },
      { type: 'DELETED', object: node('b') },
    ];
    assert.deepEqual(await run(api({ items: [node('a')], events })), ['a']);
  });

  it('lists again when a watch ends or the server does not answer', async () => {
    const server = api(
      { items: [node('a')] },
      { items: new UnreachableError('reset') },
      { items: [node('a', 'True')] },
    );
    assert.deepEqual(await run(server), ['a']);
  });
});
