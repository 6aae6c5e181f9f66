import assert from 'node:assert/strict';
import { constants, createDeflate, createInflate } from 'node:zlib';
import fc from 'fast-check';
import { createUnpacker, pack } from '../../../../../runner/simulator/api/spdy/compression.ts';
import { headerDictionary } from '../../../../../runner/simulator/api/spdy/dictionary.ts';
import { SpdyFault } from '../../../../../runner/simulator/api/spdy/frames.ts';
import { createPacker } from './client.ts';

describe('header compression', () => {
  it('unfolds block after block of one zlib stream', async () => {
    const packer = createPacker();
    const unpacker = createUnpacker();
    for (const text of ['first', 'first', 'content-type', 'x'.repeat(10_000)])
      assert.equal((await unpacker.unpack(await packer.pack(Buffer.from(text)))).toString(), text);
    unpacker.close();
  });

  it('refuses what is not compressed so, and what unfolds to too much', async () => {
    await assert.rejects(createUnpacker().unpack(Buffer.from('no zlib at all')), SpdyFault);
    const huge = await createPacker().pack(Buffer.alloc(10 * 1024 * 1024));
    assert.ok(huge.length < 64 * 1024);
    await assert.rejects(createUnpacker().unpack(huge), /too long/);
    const other = createDeflate({ dictionary: Buffer.from('another dictionary') });
    const first = new Promise<Buffer>((resolve) => other.once('data', resolve));
    other.write('text');
    other.flush(constants.Z_SYNC_FLUSH);
    await assert.rejects(createUnpacker().unpack(await first), SpdyFault);
  });

  it('refuses nonsense', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 60 }), async (block) => {
        const unpacker = createUnpacker();
        await unpacker.unpack(block).then(
          (read) => assert.ok(read.length <= 64 * 1024),
          (fault) => assert.ok(fault instanceof SpdyFault, String(fault)),
        );
        unpacker.close();
      }),
    );
  });

  it('packs so that any zlib reads it, block by block', async () => {
    const inflate = createInflate({ dictionary: headerDictionary });
    let read = '';
    inflate.on('data', (chunk: Buffer) => {
      read += chunk.toString();
    });
    for (const [index, text] of ['one', 'two', ''].entries()) {
      await new Promise((resolve) => inflate.write(pack(Buffer.from(text), index === 0), resolve));
      assert.equal(read, 'onetwo'.slice(0, 3 * (index + 1)));
    }
  });
});
