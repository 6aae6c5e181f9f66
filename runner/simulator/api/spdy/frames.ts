/**
 * The frames of SPDY/3.1 between bytes and values, as far as Kubernetes' streams use them: pure, without compression.
 * https://www.chromium.org/spdy/spdy-protocol/spdy-protocol-draft3-1/#TOC-2.2-Framing
 */
export type Frame =
  | { type: 'syn-stream'; stream: number; fin: boolean; block: Uint8Array }
  | { type: 'syn-reply'; stream: number; fin: boolean; block: Uint8Array }
  | { type: 'headers'; stream: number; fin: boolean; block: Uint8Array }
  | { type: 'data'; stream: number; fin: boolean; data: Uint8Array }
  | { type: 'rst-stream'; stream: number; status: number }
  | { type: 'ping'; id: number }
  | { type: 'goaway'; lastStream: number; status: number }
  /** A type that nothing here needs, such as SETTINGS. Flow control is not used: spdystream has none. */
  | { type: 'other'; number: number };

/** The peer does not speak SPDY/3.1. */
export class SpdyFault extends Error {}

const version = 3;
const headSize = 8;
const longest = 2 ** 24 - 1;
const finFlag = 0x01;
const numbers = { synStream: 1, synReply: 2, rstStream: 3, ping: 6, goaway: 7, headers: 8 } as const;

const control = (number: number, flags: number, body: Uint8Array): Buffer => {
  const head = Buffer.alloc(headSize);
  head.writeUInt16BE(0x8000 | version, 0);
  head.writeUInt16BE(number, 2);
  head.writeUInt32BE(body.length, 4);
  head[4] = flags;
  return Buffer.concat([head, body]);
};

const words = (...values: readonly number[]): Buffer => {
  const buffer = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) buffer.writeUInt32BE(value, index * 4);
  return buffer;
};

/** A frame as bytes. Bodies longer than 16 MiB do not fit into one. */
export const encodeFrame = (frame: Exclude<Frame, { type: 'other' }>): Buffer => {
  switch (frame.type) {
    case 'data': {
      if (frame.data.length > longest) throw new SpdyFault('a data frame holds at most 16 MiB');
      const head = words(frame.stream, frame.data.length);
      head[4] = frame.fin ? finFlag : 0;
      return Buffer.concat([head, frame.data]);
    }
    case 'syn-stream': {
      // No associated stream; the highest priority; no slot.
      const body = Buffer.concat([words(frame.stream, 0), Buffer.alloc(2), frame.block]);
      return control(numbers.synStream, frame.fin ? finFlag : 0, body);
    }
    case 'syn-reply':
    case 'headers': {
      const number = frame.type === 'headers' ? numbers.headers : numbers.synReply;
      return control(number, frame.fin ? finFlag : 0, Buffer.concat([words(frame.stream), frame.block]));
    }
    case 'rst-stream':
      return control(numbers.rstStream, 0, words(frame.stream, frame.status));
    case 'ping':
      return control(numbers.ping, 0, words(frame.id));
    case 'goaway':
      return control(numbers.goaway, 0, words(frame.lastStream, frame.status));
  }
};

const streamAt = (body: Buffer): number => body.readUInt32BE(0) & 0x7fff_ffff;

/** Where the header block begins in the body of the frames that have one. */
const blockAt = { [numbers.synStream]: 10, [numbers.synReply]: 4, [numbers.headers]: 4 } as const;
const sizes: Record<number, number> = { [numbers.rstStream]: 8, [numbers.ping]: 4, [numbers.goaway]: 8 };

const decodeControl = (number: number, flags: number, body: Buffer): Frame => {
  const fin = (flags & finFlag) !== 0;
  if (number === numbers.synStream || number === numbers.synReply || number === numbers.headers) {
    const start = blockAt[number];
    if (body.length < start) throw new SpdyFault(`frame ${number} is too short`);
    const type = ({ 1: 'syn-stream', 2: 'syn-reply', 8: 'headers' } as const)[number];
    return { type, stream: streamAt(body), fin, block: body.subarray(start) };
  }
  const size = sizes[number];
  if (size === undefined) return { type: 'other', number };
  if (body.length !== size) throw new SpdyFault(`frame ${number} has ${body.length} bytes instead of ${size}`);
  if (number === numbers.ping) return { type: 'ping', id: body.readUInt32BE(0) };
  if (number === numbers.goaway) return { type: 'goaway', lastStream: streamAt(body), status: body.readUInt32BE(4) };
  return { type: 'rst-stream', stream: streamAt(body), status: body.readUInt32BE(4) };
};

const decode = (head: Buffer, body: Buffer): Frame => {
  const first = head.readUInt32BE(0);
  const flags = head[4] ?? 0;
  if (first < 0x8000_0000) return { type: 'data', stream: first, fin: (flags & finFlag) !== 0, data: body };
  const spoken = (first >>> 16) & 0x7fff;
  if (spoken !== version) throw new SpdyFault(`SPDY version ${spoken} instead of ${version}`);
  return decodeControl(first & 0xffff, flags, body);
};

export interface FrameReader {
  /** The frames that are whole now; a rest waits for more. Throws a SpdyFault for what is no frame. */
  push(chunk: Uint8Array): Frame[];
}

/** Cuts a stream of bytes into frames, however its chunks fall. */
export const createFrameReader = (): FrameReader => {
  let pending: Uint8Array[] = [];
  let size = 0;
  /** Nothing can be read before this many bytes are there. */
  let needed = headSize;
  return {
    push(chunk) {
      pending.push(chunk);
      size += chunk.length;
      if (size < needed) return [];
      const bytes = Buffer.concat(pending);
      const frames: Frame[] = [];
      let at = 0;
      needed = headSize;
      while (bytes.length - at >= headSize) {
        const end = at + headSize + bytes.readUIntBE(at + 5, 3);
        if (end > bytes.length) {
          needed = end - at;
          break;
        }
        frames.push(decode(bytes.subarray(at, at + headSize), bytes.subarray(at + headSize, end)));
        at = end;
      }
      pending = [bytes.subarray(at)];
      size = bytes.length - at;
      return frames;
    },
  };
};
