import assert from 'node:assert/strict';
import { io, type ShellSetting, settled, shellSetting } from '../support/shell.ts';

const exec = async ({ shell, clusterState }: ShellSetting, words: string[], stdin = new Uint8Array()) => {
  const stdout: Buffer[] = [];
  const streams = {
    ...io(),
    stdin: (async function* () {
      yield stdin;
    })(),
    stdout: (data: string | Uint8Array) => void stdout.push(Buffer.from(data as string)),
  };
  const outcome = await settled(clusterState, shell.exec(words, streams));
  return { outcome, stdout: Buffer.concat(stdout), stderr: streams.text.stderr };
};

/** The streams in the order of what came through them. */
const order = async ({ shell, clusterState }: ShellSetting, words: string[]): Promise<string[]> => {
  const seen: string[] = [];
  const streams = { ...io(), stdout: () => void seen.push('stdout'), stderr: () => void seen.push('stderr') };
  await settled(clusterState, shell.exec(words, streams));
  return seen;
};

const bytes = Buffer.from([0, 255, 254, 128, 195, 169, 10, 13]);

describe('tar, as kubectl cp uses it', () => {
  it('complains before its archive comes, because a reader may leave at its end', async () =>
    assert.deepEqual(await order(shellSetting(), ['tar', 'cf', '-', '/nothing']), ['stderr', 'stdout']));

  it('carries a folder from one container to another, byte by byte', async () => {
    const [one, two] = [shellSetting(), shellSetting({ flavour: 'busybox' })];
    await exec(one, ['mkdir', '-p', '/data/sub']);
    await exec(one, ['sh', '-c', 'cat > /data/sub/file'], bytes);
    const packed = await exec(one, ['tar', 'cf', '-', '/data']);
    assert.deepEqual([packed.outcome, packed.stderr], [{ code: 0 }, "tar: Removing leading `/' from member names\n"]);
    assert.match(packed.stdout.toString('latin1'), /^data\//);
    const options = ['--no-same-permissions', '--no-same-owner', '-xmf', '-', '-C', '/tmp'];
    assert.deepEqual((await exec(two, ['tar', ...options], packed.stdout)).outcome, { code: 0 });
    assert.deepEqual((await exec(two, ['cat', '/tmp/data/sub/file'])).stdout, bytes);
    assert.equal((await exec(two, ['ls', '/tmp'])).stdout.toString(), 'data\n');
  });

  it('tells what is missing in its own words', async () => {
    const gnu = shellSetting();
    const none = await exec(gnu, ['tar', 'cf', '-', '/nope']);
    assert.deepEqual(
      [none.outcome, none.stderr],
      [
        { code: 2 },
        "tar: Removing leading `/' from member names\ntar: /nope: Cannot stat: No such file or directory\ntar: Exiting with failure status due to previous errors\n",
      ],
    );
    const nowhere = await exec(gnu, ['tar', '-xmf', '-', '-C', '/no/such']);
    assert.deepEqual(
      [nowhere.outcome, nowhere.stderr],
      [
        { code: 2 },
        'tar: /no/such: Cannot open: No such file or directory\ntar: Error is not recoverable: exiting now\n',
      ],
    );
    const busybox = await exec(shellSetting({ flavour: 'busybox' }), ['tar', '-xmf', '-', '-C', '/no/such']);
    assert.deepEqual(
      [busybox.outcome, busybox.stderr],
      [{ code: 1 }, "tar: can't change directory to '/no/such': No such file or directory\n"],
    );
  });

  it('relative names stay, and the folder is that of -C', async () => {
    const setting = shellSetting();
    await exec(setting, ['sh', '-c', 'mkdir -p /data; echo text > /data/file']);
    const { stdout, stderr } = await exec(setting, ['tar', 'cf', '-', '-C', '/data', 'file']);
    assert.match(stdout.toString('latin1'), /^file/);
    assert.equal(stderr, '');
  });
});
