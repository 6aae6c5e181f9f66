import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash, webcrypto } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { promisify } from 'node:util';
import { type Clock, during, nextTurn, systemClock, turnOf } from '../runner/core/clock.ts';
import { leapingClock } from '../runner/core/leaping-clock.ts';
import { guardClock, watchEventLoop } from './support/unannounced.ts';

/** Lets time run while work goes on; the types of the work that it leapt over. */
const leapsOver = async (work: (clock: Clock) => Promise<unknown>): Promise<string[]> => {
  const loop = watchEventLoop();
  const { clock, leaps } = guardClock(leapingClock({ clock: systemClock, pace: 10 }), loop);
  let isDone = false;
  const working = work(clock).finally(() => {
    isDone = true;
  });
  while (!isDone) await clock.sleep(1_000);
  await working;
  loop.close();
  return leaps().map((text) => text.split(' ')[0] ?? '');
};

const connection = (): Promise<void> =>
  new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.end('hello'));
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      connect(port, '127.0.0.1')
        .on('error', reject)
        .on('close', () => server.close(() => resolve()))
        .resume();
    });
  });

/** Work → the type that Node gives it. */
const kinds: Record<string, [type: string, work: () => Promise<unknown>]> = {
  'a file': ['FSREQPROMISE', () => readFile(import.meta.filename)],
  'a process': ['PROCESSWRAP', () => promisify(execFile)('true')],
  'a connection': ['TCPWRAP', connection],
  'a computation in a thread': ['HASHREQUEST', () => webcrypto.subtle.digest('SHA-256', Buffer.alloc(10_000_000))],
  'a timer of the machine': ['Timeout', () => systemClock.sleep(5)],
  'a turn of the event loop': ['Immediate', () => nextTurn().then(nextTurn).then(nextTurn)],
};

describe('the guard of simulated time', () => {
  for (const [title, [type, work]] of Object.entries(kinds)) {
    it(`sees that time leaps over ${title} which nobody announced`, async () => {
      // On a busy machine one may be over before this process has its next turn.
      const leaps = await leapsOver(async () => {
        for (let times = 0; times < 10; times++) await work();
      });
      assert.ok(leaps.includes(type), `it saw ${leaps.join(', ') || 'nothing'}`);
    });

    it(`sees no leap over ${title} that is announced, either way`, async () => {
      assert.deepEqual(await leapsOver((clock) => during(clock.outside, work)), []);
      assert.deepEqual(await leapsOver((clock) => during(clock.hold, work)), []);
    });
  }

  it('has nothing against turns of the cluster, waits, and work that is over at once', async () => {
    const work = async (clock: Clock): Promise<void> => {
      for (let turn = 0; turn < 10; turn++) {
        await turnOf(clock);
        createHash('sha256').update('text').digest();
        webcrypto.getRandomValues(new Uint8Array(8));
        await clock.sleep(60_000);
      }
    };
    assert.deepEqual(await leapsOver(work), []);
  });
});
