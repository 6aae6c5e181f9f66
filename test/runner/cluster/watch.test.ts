import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import type { WatchEvent } from '../../../runner/cluster/cluster.ts';
import { answer, type Handler, status, withClient } from './loopback.ts';

const query = { apiVersion: 'v1', kind: 'Pod', namespace: 'n', labelSelector: 'a=b' };
const event = (type: string, name: string): string =>
  `${JSON.stringify({ type, object: { apiVersion: 'v1', kind: 'Pod', metadata: { name } } })}\n`;
const gone = { ...status(410, 'Expired', 'too old resource version') };

/** The events of one watch, as `TYPE name`. */
const watching = async (handle: Handler, check: (events: AsyncIterable<string>) => Promise<void>) => {
  const controller = new AbortController();
  await withClient(handle, async ({ client, requests }) => {
    const events = (async function* () {
      for await (const { type, object } of client.watch(query, '41', controller.signal) as AsyncIterable<WatchEvent>)
        yield `${type} ${object.metadata.name}`;
    })();
    await check(events);
    const [seen] = requests();
    assert.equal(seen?.path, '/api/v1/namespaces/n/pods');
    assert.equal(seen?.query.get('watch'), 'true');
    assert.equal(seen?.query.get('resourceVersion'), '41');
    assert.equal(seen?.query.get('allowWatchBookmarks'), 'true');
    assert.equal(seen?.query.get('labelSelector'), 'a=b');
  });
};

const all = async (events: AsyncIterable<string>): Promise<string[]> => {
  const seen: string[] = [];
  for await (const each of events) seen.push(each);
  return seen;
};

describe('watch', () => {
  it('passes events and bookmarks on, and ends when the server does', () =>
    watching(
      (_seen, response) => void response.end(event('ADDED', 'a') + event('BOOKMARK', '') + event('DELETED', 'a')),
      async (events) => assert.deepEqual(await all(events), ['ADDED a', 'BOOKMARK ', 'DELETED a']),
    ));

  it('joins torn characters and lines', () =>
    watching(
      async (_seen, response) => {
        for (const byte of Buffer.from(event('MODIFIED', 'für-😀-世界'))) {
          response.write(Buffer.of(byte));
          await setImmediate();
        }
        response.end('{"type":"ADD');
      },
      async (events) => assert.deepEqual(await all(events), ['MODIFIED für-😀-世界']),
    ));

  it('rejects with 410 by status and by event', async () => {
    await watching(
      (_seen, response) => answer(response, 410, gone),
      async (events) => assert.rejects(all(events), { name: 'ApiError', status: 410, reason: 'Expired' }),
    );
    await watching(
      (_seen, response) => void response.end(`${JSON.stringify({ type: 'ERROR', object: gone })}\n`),
      async (events) => assert.rejects(all(events), { name: 'ApiError', status: 410, reason: 'Expired' }),
    );
  });

  it('rejects if the connection breaks or a line is not an event', async () => {
    await watching(
      async (_seen, response) => {
        response.write(event('ADDED', 'a'));
        await setImmediate();
        response.destroy();
      },
      async (events) => assert.rejects(all(events), { name: 'UnreachableError', message: /^GET \/api\/v1\// }),
    );
    for (const line of ['nonsense\n', '{}\n', event('RENAMED', 'a')])
      await watching(
        (_seen, response) => void response.end(line),
        async (events) => assert.rejects(all(events), { name: 'UnreachableError' }),
      );
  });

  it('ends when its signal fires, also before an answer', async () => {
    for (const first of [event('ADDED', 'a'), undefined]) {
      const controller = new AbortController();
      await withClient(
        (_seen, response) => {
          if (first) response.write(first);
          else controller.abort();
        },
        async ({ client }) => {
          const seen: string[] = [];
          for await (const { type } of client.watch(query, '1', controller.signal)) {
            seen.push(type);
            controller.abort();
          }
          assert.deepEqual(seen, first ? ['ADDED'] : []);
        },
      );
    }
  });

  it('closes its connection when the reader stops', async () => {
    const closed = Promise.withResolvers<void>();
    await withClient(
      (_seen, response) => {
        response.on('close', closed.resolve);
        response.write(event('ADDED', 'a'));
      },
      async ({ client }) => {
        for await (const _ of client.watch(query, '1', new AbortController().signal)) break;
        await closed.promise;
      },
    );
  });
});
