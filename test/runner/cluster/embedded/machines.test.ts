import assert from 'node:assert/strict';
import type { Cluster } from '../../../../runner/cluster/cluster.ts';
import { type Exec, execOn } from '../../../../runner/cluster/embedded/machines.ts';
import { startEmbedded } from './start.ts';

describe('machines', () => {
  let cluster: Cluster;
  before(async () => {
    cluster = await startEmbedded({ runId: 'machines' });
  });
  after(() => cluster.close());

  it('a node and a place outside have a shell each', async () => {
    const [node] = await cluster.nodes();
    const command = ['hostname'];
    const onNode = await cluster.exec({ place: 'node', node: node?.name ?? '' }, { command });
    assert.equal(onNode.stdout, `${node?.name}\n`);
    assert.equal((await cluster.exec({ place: 'outside' }, { command })).stdout, 'outside\n');
    await assert.rejects(cluster.exec({ place: 'node', node: 'nope' }, { command }), /There is no node nope/);
  });

  it('a program that is not there has status 127 and a reason', async () => {
    const result = await cluster.exec({ place: 'outside' }, { command: ['nosuch'] });
    assert.equal(result.status, 127);
    assert.match(result.failure ?? '', /executable file not found/);
  });

  it('bounds what it keeps, hands over the input', async () => {
    const copy: Exec = async (_command, { stdin, stdout }) => {
      for await (const chunk of stdin) stdout(Buffer.from(chunk).toString().repeat(10));
      return { code: 3 };
    };
    assert.deepEqual(await execOn(copy, { command: ['x'], stdin: 'abcde', limit: 8 }), {
      status: 3,
      stdout: 'abcdeabc',
      stderr: '',
      truncated: true,
    });
  });

  it('rejects when it is stopped', async () => {
    const stop = new AbortController();
    const hangs: Exec = (_command, { signal }) =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve({ code: 130 })));
    const running = execOn(hangs, { command: ['x'], signal: stop.signal });
    stop.abort(new Error('enough'));
    await assert.rejects(running, /enough/);
  });
});
