import assert from 'node:assert/strict';
import { Console, type ConsoleOptions } from '../../../../runner/simulator/images/console.ts';
import { cluster, pass } from '../support/images.ts';
import { io } from '../support/shell.ts';

const setting = (options: Partial<ConsoleOptions> = {}) => {
  const log: string[] = [];
  const over = new AbortController();
  const console = new Console({
    stdin: false,
    stdinOnce: false,
    tty: false,
    log: (line) => log.push(line),
    over: over.signal,
    ...options,
  });
  return { console, log, end: () => over.abort() };
};
const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the console of a first process', () => {
  it('its output is the log, line by line, its last words too', () => {
    const { console, log, end } = setting();
    console.write('a\nb');
    console.write('c\r\n');
    console.write('end');
    assert.deepEqual(log, ['a', 'bc']);
    end();
    assert.deepEqual(log, ['a', 'bc', 'end']);
  });

  it('a client that attaches gets the output from then on, until it ends', async () => {
    const { console, end } = setting();
    console.write('before\n');
    const client = io();
    const attached = console.attach(client);
    console.write('after\n');
    end();
    assert.deepEqual(await attached, { code: 0 });
    assert.equal(client.text.stdout, 'after\n');
  });

  it('a client that leaves gets no more output', async () => {
    const { console } = setting({ tty: true });
    const gone = new AbortController();
    const client = { ...io(), signal: gone.signal };
    const attached = console.attach(client);
    console.write('one\n');
    gone.abort();
    await attached;
    console.write('two\n');
    assert.equal(client.text.stdout, 'one\r\n');
  });

  it('an interactive process reads what is typed; its prompt waits for the first who attaches', async () => {
    const { console } = setting({ stdin: true, stdinOnce: true });
    console.write('prompt> ');
    const client = io('typed');
    void console.attach(client);
    assert.equal(client.text.stdout, 'prompt> ');
    let read = '';
    for await (const chunk of console.stdin ?? []) read += Buffer.from(chunk).toString();
    assert.equal(read, 'typed');
  });

  it('without stdinOnce its input stays open', async () => {
    const { console, end } = setting({ stdin: true });
    void console.attach(io('one'));
    await soon();
    void console.attach(io('two'));
    await soon();
    end();
    let read = '';
    for await (const chunk of console.stdin ?? []) read += Buffer.from(chunk).toString();
    assert.equal(read, 'onetwo');
  });
});

describe('attaching to a container', () => {
  it('kubectl run -i: a shell reads its script from the client', async () => {
    const { clusterState, start } = cluster();
    const { running, exits, logs } = start('pod', '10.244.1.20', { image: 'busybox', stdin: true, stdinOnce: true });
    const client = io('echo hello\nexit 4\n');
    const attached = running.attach?.(client);
    await pass(clusterState, 10);
    assert.deepEqual(await attached, { code: 0 });
    assert.deepEqual([client.text.stdout, exits, logs], ['hello\n', [4], ['hello']]);
  });

  it('kubectl run -it: a shell at a terminal', async () => {
    const { clusterState, start } = cluster();
    const container = { image: 'busybox', stdin: true, stdinOnce: true, tty: true };
    const { running, exits } = start('pod', '10.244.1.20', container);
    await pass(clusterState, 10);
    const client = { ...io('hostname\rexit\r'), tty: true };
    const attached = running.attach?.(client);
    await pass(clusterState, 10);
    await attached;
    assert.deepEqual([client.text.stdout, exits], ['/ # hostname\r\npod\r\n/ # exit\r\n', [0]]);
  });

  it('a terminal without input keeps a shell waiting', async () => {
    const { clusterState, start } = cluster();
    const { running, exits } = start('pod', '10.244.1.20', { image: 'busybox', tty: true });
    await pass(clusterState, 1e9);
    assert.deepEqual(exits, []);
    await running.stop();
    assert.deepEqual(exits, [143]);
  });
});
