import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { WebSocket } from 'ws';
import { execProtocols, execQuery, followExec } from '../../../runner/cluster/exec-stream.ts';
import { manualClock } from '../../../runner/core/clock.ts';

/** A socket without a network: it records the frames that are sent, and the test emits the ones that arrive. */
const fakeSocket = (protocol: string) => {
  const sent: Buffer[] = [];
  let pings = 0;
  const socket = Object.assign(new EventEmitter(), {
    protocol,
    OPEN: 1,
    readyState: 1,
    send: (data: Buffer, done: (fault?: Error) => void) => {
      sent.push(data);
      done();
    },
    ping: () => void pings++,
    terminate: () => {
      if (socket.readyState === 3) return;
      socket.readyState = 3;
      socket.emit('close');
    },
  });
  return { socket, sent, pings: () => pings };
};

const setUp = (stdin?: string, protocol = execProtocols[0] ?? '') => {
  const clock = manualClock();
  const { socket, sent, pings } = fakeSocket(protocol);
  const request = { command: ['x'], ...(stdin !== undefined && { stdin }) };
  const running = followExec(socket as unknown as WebSocket, request, clock, 'GET /exec');
  let endedAt: number | undefined;
  running.finally(() => (endedAt = clock.now())).catch(() => undefined);
  socket.emit('open');
  const receive = (channel: number, text: string): void => {
    socket.emit('message', Buffer.concat([Buffer.of(channel), Buffer.from(text)]));
  };
  return { clock, socket, sent, pings, running, receive, endedAt: () => endedAt };
};

describe('execQuery', () => {
  it('says whether there is stdin, also when it is empty', () => {
    assert.equal(execQuery({ command: ['a b', '&c'] }), 'command=a+b&command=%26c&stdin=false&stdout=true&stderr=true');
    assert.match(execQuery({ command: ['a'], stdin: '' }, 'c'), /container=c&stdin=true/);
  });
});

describe('followExec', () => {
  it('waits two seconds for output after the status, and no longer', async () => {
    const { clock, running, receive, endedAt } = setUp();
    receive(3, '');
    receive(3, '{"status":"Success"}');
    await clock.advance(1_999);
    assert.equal(endedAt(), undefined);
    receive(1, 'late');
    await clock.advance(1);
    assert.deepEqual(await running, { status: 0, stdout: 'late', stderr: '', truncated: false });
  });

  it('pings every five seconds, and gives up after thirty seconds of silence', async () => {
    const { clock, running, receive, pings, endedAt } = setUp();
    await clock.advance(20_000);
    assert.equal(pings(), 4);
    receive(1, 'x');
    await clock.advance(29_000);
    assert.equal(endedAt(), undefined);
    await clock.advance(1_000);
    assert.deepEqual(await running, { status: undefined, stdout: 'x', stderr: '', truncated: false });
    assert.equal(endedAt(), 50_000);
  });

  it('ends a command that never ends', async () => {
    const { clock, socket, running, endedAt } = setUp();
    for (let seconds = 0; seconds < 400 && endedAt() === undefined; seconds += 10) {
      socket.emit('pong');
      await clock.advance(10_000);
    }
    assert.equal((await running).status, undefined);
    assert.equal(endedAt(), 300_000);
  });

  it('stops pinging when it is over', async () => {
    const { clock, socket, running, pings } = setUp();
    socket.terminate();
    await running;
    await clock.advance(60_000);
    assert.equal(pings(), 0);
  });

  it('ends stdin in v5 and only there', async () => {
    for (const [protocol, expected] of [
      ['v5.channel.k8s.io', ['\0hi', '\xff\0']],
      ['v4.channel.k8s.io', ['\0hi']],
    ] as const) {
      const { clock, sent } = setUp('hi', protocol);
      await clock.advance(0);
      assert.deepEqual(
        sent.map((data) => data.toString('latin1')),
        expected,
      );
    }
  });

  it('has no status for a stream that broke, and keeps its output', async () => {
    const { socket, running, receive } = setUp();
    receive(2, 'half');
    receive(9, 'an unknown channel');
    socket.emit('message', Buffer.alloc(0));
    socket.emit('error', new Error('reset'));
    socket.emit('close');
    assert.deepEqual(await running, { status: undefined, stdout: '', stderr: 'half', truncated: false });
  });
});
