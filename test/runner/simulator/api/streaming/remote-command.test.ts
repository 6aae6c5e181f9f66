import assert from 'node:assert/strict';
import type { PodRuntime } from '../../../../../runner/simulator/api/http/streams.ts';
import { badRequest } from '../../../../../runner/simulator/api/status.ts';
import {
  createInput,
  maxInput,
  remoteCommandOf,
  runRemote,
} from '../../../../../runner/simulator/api/streaming/remote-command.ts';
import type { ExecOutcome } from '../../../../../runner/simulator/objects/containers.ts';
import type { Pod } from '../../../../../runner/simulator/objects/pods.ts';
import { io } from '../../support/shell.ts';

const pod = {
  metadata: { name: 'p', uid: 'u' },
  spec: { containers: [{ name: 'c' }, { name: 'd' }] },
} as unknown as Pod;
const run = (answer: () => Promise<ExecOutcome>) =>
  runRemote(
    { exec: answer, attach: answer } as unknown as PodRuntime,
    remoteCommandOf('exec', pod, new URLSearchParams('command=a&command=b&stdin=1&container=c')),
    io(),
  );

describe('remote commands', () => {
  it('are read from the query', () => {
    assert.deepEqual(remoteCommandOf('exec', pod, new URLSearchParams('command=a&command=b&stdin=1&container=c')), {
      action: 'exec',
      pod,
      container: 'c',
      command: ['a', 'b'],
      stdin: true,
      tty: false,
    });
    assert.throws(() => remoteCommandOf('exec', pod, new URLSearchParams()), /at least one command/);
    assert.throws(() => remoteCommandOf('exec', pod, new URLSearchParams('command=a')), /must be specified for pod p/);
    assert.throws(() => remoteCommandOf('attach', pod, new URLSearchParams('container=x')), /x is not valid for pod p/);
    assert.deepEqual(remoteCommandOf('attach', pod, new URLSearchParams('tty=true&container=d')).command, []);
  });

  it('end with a Status, whatever happens', async () => {
    assert.deepEqual(await run(async () => ({ code: 0 })), { metadata: {}, status: 'Success' });
    assert.equal((await run(async () => ({ code: 7 })))['reason'], 'NonZeroExitCode');
    assert.equal((await run(async () => ({ missing: 'no x' })))['code'], 500);
    assert.equal((await run(() => Promise.reject(badRequest('no'))))['code'], 400);
    assert.match(String((await run(() => Promise.reject(new Error('oh'))))['message']), /Internal error.*oh/);
  });

  it('input that nobody reads does not grow for ever', () => {
    const input = createInput();
    const chunk = Buffer.alloc(1024 * 1024);
    for (let count = 0; count < 100; count += 1) input.take(chunk);
    assert.ok(input.readableLength + input.writableLength <= maxInput + chunk.length);
    input.end();
    input.take(chunk);
  });
});
