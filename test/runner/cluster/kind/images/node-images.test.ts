import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import type { Engine } from '../../../../../runner/cluster/kind/engine/engine.ts';
import { loadImages } from '../../../../../runner/cluster/kind/images/node-images.ts';
import type { KindNode } from '../../../../../runner/cluster/kind/nodes/node.ts';
import { type FakeOutcome, fakeContainer } from '../fake-container.ts';

const engineWith = (names: readonly string[]) => {
  const saved: string[][] = [];
  const docker = {
    getImage: (name: string) => ({
      inspect: async () => {
        if (!names.includes(name)) throw Object.assign(new Error('no such image'), { statusCode: 404 });
        return {};
      },
    }),
    getImages: async (options: { names: string[] }) => {
      saved.push(options.names);
      return Readable.from([Buffer.from('archive of '), Buffer.from(options.names.join())]);
    },
  };
  return { engine: { docker } as unknown as Engine, saved };
};

const nodeWith = (
  name: string,
  held: readonly string[],
  importing: (args: readonly string[]) => FakeOutcome = () => ({}),
) => {
  const container = fakeContainer(({ command }) =>
    command.includes('ls') ? { stdout: `${held.join('\n')}\n` } : importing(command),
  );
  const node: KindNode = { name, address: '', controlPlane: false, container };
  const imported = (): string[] =>
    container.commands.filter(({ command }) => command.includes('import')).map(({ stdin }) => stdin);
  return { node, imported };
};

const signal = new AbortController().signal;

describe('loadImages', () => {
  it('copies the images that a node lacks and the engine has to every node, in one archive', async () => {
    const { engine, saved } = engineWith(['luksa/kubia:latest', 'busybox:1.36']);
    const a = nodeWith('a', ['docker.io/library/busybox:1.36']);
    const b = nodeWith('b', []);
    const left = await loadImages(engine, ['luksa/kubia', 'busybox:1.36', 'nobody/has:it'], [a.node, b.node], signal);
    assert.deepEqual(left, ['nobody/has:it']);
    assert.deepEqual(saved, [['luksa/kubia', 'busybox:1.36']]);
    const archive = 'archive of luksa/kubia,busybox:1.36';
    assert.deepEqual([a.imported(), b.imported()], [[archive], [archive]]);
  });

  it('copies no image that the nodes have', async () => {
    const { engine, saved } = engineWith(['luksa/kubia:latest']);
    const { node } = nodeWith('a', ['docker.io/luksa/kubia:latest']);
    assert.deepEqual(await loadImages(engine, ['luksa/kubia'], [node], signal), []);
    assert.deepEqual(saved, []);
  });

  it('leaves images with a digest to the kubelet', async () => {
    const { engine } = engineWith([]);
    const { node } = nodeWith('a', []);
    assert.deepEqual(await loadImages(engine, [`a@sha256:${'0'.repeat(64)}`], [node], signal), []);
  });

  it('tries without other platforms if an archive lacks them', async () => {
    const { engine, saved } = engineWith(['a:1']);
    const { node, imported } = nodeWith('a', [], (args) =>
      args.includes('--all-platforms') ? { status: 1, stderr: 'content digest sha256:1: not found' } : {},
    );
    await loadImages(engine, ['a:1'], [node], signal);
    assert.equal(saved.length, 2);
    assert.equal(imported().length, 2);
  });

  it('names the node that refuses the images', async () => {
    const { engine } = engineWith(['a:1']);
    const { node } = nodeWith('worker2', [], () => ({ status: 1, stderr: 'no space left on device' }));
    await assert.rejects(loadImages(engine, ['a:1'], [node], signal), /worker2/);
  });
});
