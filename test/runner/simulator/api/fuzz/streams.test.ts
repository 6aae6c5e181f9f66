import assert from 'node:assert/strict';
import process from 'node:process';
import { connect } from 'node:tls';
import fc from 'fast-check';
import { nextTurn } from '../../../../../runner/core/clock.ts';
import type { Connection } from '../../../../../runner/simulator/index.ts';
import type { Sent } from './arbitraries.ts';
import { type Upgrade, upgrade, watch } from './stream-arbitraries.ts';
import { checkAnswer, type Subject, startSubject } from './subject.ts';

const settings = { numRuns: 10, endOnFailure: true };

/** Rejections that nobody handled while the work went on, and two turns of the event loop longer. */
const strayOf = async (work: () => Promise<void>): Promise<unknown[]> => {
  const stray: unknown[] = [];
  const note = (reason: unknown): void => void stray.push(reason);
  process.on('unhandledRejection', note);
  try {
    await work();
    await nextTurn();
    await nextTurn();
  } finally {
    process.off('unhandledRejection', note);
  }
  return stray;
};

/** Reads a watch that was granted; each line must be an event. */
const readEvents = async (sent: Sent, body: AsyncIterable<string>): Promise<void> => {
  for await (const line of body) {
    const { type, object } = JSON.parse(line);
    assert.ok(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK', 'ERROR'].includes(type), `${sent.path} ${line}`);
    assert.equal(typeof object.kind, 'string', `${sent.path} ${line}`);
    if (type === 'ERROR') assert.equal(object.code, 410, `${sent.path} ${line}`);
  }
};

/** Resolves when the watch is over. */
const follow = async ({ direct }: Subject, sent: Sent, over: AbortSignal): Promise<void> => {
  const { status, body } = await direct.open({ method: 'GET', path: sent.path, headers: sent.headers }, over);
  if (status === 200) return readEvents(sent, body);
  let whole = '';
  for await (const part of body) whole += part;
  assert.equal(status, 400, `${sent.path} ${whole}`);
  checkAnswer(sent, { status, text: whole });
};

/** Opens a connection, says the same twice, and leaves: the first line of the answer. */
const speak = ({ server, ca, token }: Connection, { path, headers, bytes }: Upgrade): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(server).port), ca });
    const lines = Object.entries({ host: 'x', authorization: `Bearer ${token}`, ...headers });
    let isAnswered = false;
    socket.on('error', (fault) => isAnswered || reject(fault));
    socket.on('close', () => isAnswered || reject(new Error(`no answer to ${path}`)));
    socket.on('secureConnect', () => {
      socket.write(`GET ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);
      socket.write(bytes);
    });
    socket.once('data', async (head: Buffer) => {
      isAnswered = true;
      await nextTurn();
      if (socket.writable) socket.write(bytes);
      await nextTurn();
      socket.destroy();
      resolve(head.toString('latin1').split('\r\n')[0] ?? '');
    });
  });

describe('anything that is asked of a stream', function () {
  this.timeout(120_000);

  it('a watch is granted or refused with 400, and no promise is left behind', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(watch, { minLength: 30, maxLength: 60 }), async (requests) => {
        const subject = await startSubject();
        const over = new AbortController();
        const stray = await strayOf(async () => {
          const following = Promise.all(requests.map((sent) => follow(subject, sent, over.signal)));
          await subject.clock.advance(2_000);
          over.abort();
          await following;
        });
        assert.deepEqual(stray, []);
        subject.stop();
      }),
      settings,
    );
  });

  it('a connection that is to stay is granted or refused, and the server goes on', async () => {
    const subject = await startSubject();
    const { connection, close } = await subject.serve();
    const seen = new Set<string>();
    const stray = await strayOf(() =>
      fc.assert(
        fc.asyncProperty(fc.array(upgrade, { minLength: 20, maxLength: 20 }), async (wishes) => {
          for (const answer of await Promise.all(wishes.map((wish) => speak(connection, wish)))) {
            assert.match(answer, /^HTTP\/1\.1 (101|200|30\d|40\d|500) /);
            seen.add(answer.slice(9, 12));
          }
          await subject.clock.advance(1_000);
        }),
        settings,
      ),
    );
    assert.deepEqual(stray, []);
    assert.ok(seen.has('101') && seen.has('400') && seen.has('404'), [...seen].join());
    const { status } = await subject.ask({ method: 'GET', path: '/api/v1/pods', type: '', headers: {} });
    assert.equal(status, 200);
    subject.stop();
    await close();
  });
});
