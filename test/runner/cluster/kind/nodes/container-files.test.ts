import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import type Dockerode from 'dockerode';
import { firstFileOf, readContainerFile } from '../../../../../runner/cluster/kind/nodes/container-files.ts';

const entry = (name: string, content: string, type = '0'): Buffer => {
  const size = Buffer.byteLength(content);
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(size.toString(8).padStart(11, '0'), 124);
  header.write(type, 156);
  return Buffer.concat([header, Buffer.from(content), Buffer.alloc((512 - (size % 512)) % 512)]);
};

const containerWith = (getArchive: () => Promise<NodeJS.ReadableStream>): Dockerode.Container =>
  ({ getArchive }) as unknown as Dockerode.Container;

describe('firstFileOf', () => {
  it('reads the content of a file, without the padding', () => {
    assert.equal(firstFileOf(Buffer.concat([entry('version', 'v1.34.4\n'), Buffer.alloc(1_024)])), 'v1.34.4\n');
  });

  it('skips entries that are not files', () => {
    assert.equal(firstFileOf(Buffer.concat([entry('pax', 'x'.repeat(600), 'x'), entry('a', 'content')])), 'content');
  });

  it('finds none in an empty archive', () => {
    assert.equal(firstFileOf(Buffer.alloc(1_024, 0).subarray(0, 0)), undefined);
  });
});

describe('readContainerFile', () => {
  it('reads a file whatever its chunks', async () => {
    const archive = entry('f', 'ä'.repeat(400));
    const container = containerWith(async () => Readable.from([archive.subarray(0, 700), archive.subarray(700)]));
    assert.equal(await readContainerFile(container, '/f'), 'ä'.repeat(400));
  });

  it('is undefined for a file that does not exist', async () => {
    const container = containerWith(async () => Promise.reject(Object.assign(new Error('none'), { statusCode: 404 })));
    assert.equal(await readContainerFile(container, '/f'), undefined);
  });

  it('rejects when the engine fails', async () => {
    const container = containerWith(async () =>
      Promise.reject(Object.assign(new Error('broken'), { statusCode: 500 })),
    );
    await assert.rejects(readContainerFile(container, '/f'), { message: 'broken' });
  });
});
