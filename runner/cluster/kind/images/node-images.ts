import type { Duplex } from 'node:stream';
import { canonicalImageName } from '../../../core/image-name.ts';
import { EvidentError } from '../boot/phases.ts';
import type { Engine } from '../engine/engine.ts';
import { execInContainer } from '../nodes/container-exec.ts';
import type { KindNode } from '../nodes/node.ts';
import { hasImage } from './engine-images.ts';

const ctr = ['ctr', '--namespace=k8s.io', 'images'];

/** The names of the images on a node. */
const listNodeImages = async ({ container, name }: KindNode, signal: AbortSignal): Promise<ReadonlySet<string>> => {
  const { status, stdout, stderr } = await execInContainer(container, { command: [...ctr, 'ls', '--quiet'], signal });
  if (status !== 0) throw new EvidentError(`The images of ${name} cannot be listed.`, stderr.split('\n').slice(-5));
  return new Set(stdout.split('\n').filter(Boolean));
};

/** Resolves when a full sink accepts more, or is closed. */
const awaitDrain = (sink: Duplex): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      sink.off('drain', done);
      sink.off('close', done);
      resolve();
    };
    sink.on('drain', done);
    sink.on('close', done);
  });

/** Writes each chunk to every sink, at the pace of the slowest. */
const copyToAll = async (source: AsyncIterable<Uint8Array | string>, sinks: readonly Duplex[]): Promise<void> => {
  for await (const chunk of source)
    await Promise.all(
      sinks.map(async (sink) => {
        if (sink.writable && !sink.write(chunk) && !sink.destroyed) await awaitDrain(sink);
      }),
    );
  for (const sink of sinks) sink.end();
};

/** `docker save` of several images, with shared layers only once. The published types lack this call. */
const openArchive = ({ docker }: Engine, names: readonly string[]): Promise<AsyncIterable<Uint8Array>> => {
  const { getImages } = docker as unknown as {
    getImages(options: { names: readonly string[] }): Promise<AsyncIterable<Uint8Array>>;
  };
  return getImages.call(docker, { names });
};

interface CopyOptions {
  images: readonly string[];
  nodes: readonly KindNode[];
  /** Options of `ctr images import` that choose platforms. */
  platforms: readonly string[];
  signal: AbortSignal;
}

/** Copies one archive from the engine into the containerd of all nodes at once, as `kind load` does. */
const copyImages = async (engine: Engine, { images, nodes, platforms, signal }: CopyOptions): Promise<void> => {
  const archive = await openArchive(engine, images);
  const sinks: Promise<Duplex>[] = [];
  const imports = nodes.map((node) => {
    const sink = Promise.withResolvers<Duplex>();
    sinks.push(sink.promise);
    const command = [...ctr, 'import', ...platforms, '--digests', '-'];
    const result = execInContainer(node.container, { command, feed: sink.resolve, signal, limit: 16 * 1024 });
    result.catch(sink.reject);
    return result;
  });
  await copyToAll(archive, await Promise.all(sinks));
  for (const [index, { status, stderr }] of (await Promise.all(imports)).entries())
    if (status !== 0)
      throw new EvidentError(
        `The images ${images.join(', ')} cannot be loaded into ${nodes[index]?.name}: ctr ended with status ${status}.`,
        stderr.trim().split('\n').slice(-5),
      );
};

/**
 * Loads the images that a node lacks and the engine has into the nodes. Images that the engine lacks are left to the
 * kubelet, and so are images with a digest, which an archive cannot contain. Returns the names of the images that a node
 * still lacks.
 */
export const loadImages = async (
  engine: Engine,
  images: readonly string[],
  nodes: readonly KindNode[],
  signal: AbortSignal,
): Promise<string[]> => {
  const wanted = [...new Set(images)].filter((each) => !each.includes('@'));
  if (wanted.length === 0) return [];
  const held = await Promise.all(nodes.map((node) => listNodeImages(node, signal)));
  const lacking = wanted.filter((each) => held.some((names) => !names.has(canonicalImageName(each))));
  const present = await Promise.all(lacking.map((each) => hasImage(engine, each)));
  const copied = lacking.filter((_, index) => present[index]);
  const left = lacking.filter((_, index) => !present[index]);
  if (copied.length === 0) return left;
  const targets = nodes.filter((_, index) => copied.some((each) => !held[index]?.has(canonicalImageName(each))));
  try {
    await copyImages(engine, { images: copied, nodes: targets, platforms: ['--all-platforms'], signal });
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof EvidentError)) throw error;
    // The archive of an engine with containerd's image store lists platforms that it does not contain.
    await copyImages(engine, { images: copied, nodes: targets, platforms: [], signal });
  }
  return left;
};
