import type Dockerode from 'dockerode';
import { statusOf } from '../engine/engine.ts';

const blockSize = 512;
const largestFile = 4 * 1024 * 1024;

/** The content of the first regular file of a tar archive: ustar, sizes in octal. https://www.gnu.org/software/tar/manual/html_node/Standard.html */
export const firstFileOf = (archive: Buffer): string | undefined => {
  for (let at = 0; at + blockSize <= archive.length; ) {
    const size = Number.parseInt(archive.toString('latin1', at + 124, at + 136), 8) || 0;
    const type = archive.toString('latin1', at + 156, at + 157);
    const start = at + blockSize;
    if (type === '0' || type === '\0') return archive.toString('utf8', start, start + size);
    at = start + Math.ceil(size / blockSize) * blockSize;
  }
  return undefined;
};

/**
 * Reads a file of a container without starting a process there. While systemd starts, a process would break the set-up of its
 * control groups. Undefined if the file does not exist.
 */
export const readContainerFile = async (container: Dockerode.Container, path: string): Promise<string | undefined> => {
  let stream: NodeJS.ReadableStream;
  try {
    stream = await container.getArchive({ path });
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > largestFile) throw new Error(`${path} is larger than ${largestFile} bytes`);
    chunks.push(bytes);
  }
  return firstFileOf(Buffer.concat(chunks));
};
