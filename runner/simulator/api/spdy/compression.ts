import { createInflate } from 'node:zlib';
import { headerDictionary } from './dictionary.ts';
import { SpdyFault } from './frames.ts';

/** Bytes that one header block may unfold to. */
const longestBlock = 64 * 1024;

export interface Unpacker {
  /** One header block, in the order in which the blocks came. Rejects with a SpdyFault. */
  unpack(block: Uint8Array): Promise<Buffer>;
  close(): void;
}

/** All header blocks of one direction are one zlib stream, flushed after each block. */
export const createUnpacker = (): Unpacker => {
  const inflate = createInflate({ dictionary: headerDictionary });
  let parts: Buffer[] = [];
  let size = 0;
  let fail = (_fault: SpdyFault): void => undefined;
  const faultOf = (fault: Error): SpdyFault => (fault instanceof SpdyFault ? fault : new SpdyFault(fault.message));
  inflate.on('data', (part: Buffer) => {
    size += part.length;
    if (size > longestBlock) inflate.destroy(new SpdyFault('a header block is too long'));
    else parts.push(part);
  });
  inflate.on('error', (fault) => fail(faultOf(fault)));
  return {
    unpack: (block) => {
      parts = [];
      size = 0;
      return new Promise((resolve, reject) => {
        fail = reject;
        // Whatever can be told of these bytes has been told when they are taken.
        inflate.write(block, (fault) => {
          const found = fault ?? inflate.errored;
          if (found) reject(faultOf(found));
          else resolve(Buffer.concat(parts));
        });
      });
    },
    close: () => inflate.destroy(),
  };
};

/**
 * The other direction without compression: zlib's stored blocks (RFC 1950, RFC 1951 3.2.4), with an empty one behind each
 * header block so that the reader need not wait. `isFirst`: the block begins the stream.
 */
export const pack = (block: Uint8Array, isFirst: boolean): Buffer => {
  const stored = Buffer.alloc(5);
  stored.writeUInt16LE(block.length, 1);
  stored.writeUInt16LE(0xffff - block.length, 3);
  const flush = [0x00, 0x00, 0x00, 0xff, 0xff];
  return Buffer.concat([Buffer.from(isFirst ? [0x78, 0x01] : []), stored, block, Buffer.from(flush)]);
};
