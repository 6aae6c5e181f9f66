import { Duplex } from 'node:stream';
import { createUnpacker, pack } from './compression.ts';
import { createFrameReader, encodeFrame, type Frame, SpdyFault } from './frames.ts';
import { decodeHeaders, encodeHeaders, type Headers } from './header-block.ts';

/** One of many streams in a connection. Destroying it resets the stream. */
export interface SpdyStream {
  readonly id: number;
  readonly headers: Headers;
  readonly body: Duplex;
}

/** Decides by its headers about a stream that the client opens; undefined resets it. */
export type Accept = (headers: Headers) => ((stream: SpdyStream) => void) | undefined;

const cancel = 5;
const protocolError = 1;

/** Bytes of one frame, and bytes that may wait in one stream for a reader. */
const mostInFrame = 64 * 1024;
const mostWaiting = 16 * 1024 * 1024;

/** A stream's body; `peerIsGone`: the connection is closed, so no frame can be sent. */
const createBody = (id: number, write: (frame: Parameters<typeof encodeFrame>[0], done?: () => void) => void) => {
  let isReset = false;
  const body = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _encoding, done) => {
      for (let at = 0; at < chunk.length - mostInFrame; at += mostInFrame)
        write({ type: 'data', stream: id, fin: false, data: chunk.subarray(at, at + mostInFrame) });
      const rest = chunk.length % mostInFrame || mostInFrame;
      write({ type: 'data', stream: id, fin: false, data: chunk.subarray(-rest) }, done);
    },
    final: (done) => write({ type: 'data', stream: id, fin: true, data: Buffer.alloc(0) }, done),
    destroy: (fault, done) => {
      const isOver = body.readableEnded && body.writableFinished;
      if (!isReset && !isOver) write({ type: 'rst-stream', stream: id, status: cancel });
      done(fault);
    },
  });
  // A reader gets the error; a stream without a reader must not end the process.
  body.on('error', () => undefined);
  const reset = (): void => {
    isReset = true;
    body.destroy();
  };
  return { body, reset };
};

/**
 * The accepting side of SPDY/3.1 over any connection, with the manners of spdystream, which all Kubernetes clients use: no
 * flow control, a SYN_REPLY without headers for each stream. Resolves when the connection is over.
 */
export const serveSpdy = async (transport: Duplex, accept: Accept): Promise<void> => {
  const unpacker = createUnpacker();
  const reader = createFrameReader();
  const streams = new Map<number, ReturnType<typeof createBody>>();
  let lastStream = 0;
  let hasReplied = false;
  // The loop below hears of a connection that breaks while it reads; one that breaks afterwards does no harm.
  transport.on('error', () => undefined);

  const write = (frame: Parameters<typeof encodeFrame>[0], done?: () => void): void => {
    if (transport.writable) transport.write(encodeFrame(frame), () => done?.());
    else done?.();
  };

  const open = async ({ stream: id, fin, block }: Frame & { type: 'syn-stream' }): Promise<void> => {
    // Blocks are one compressed stream: each must be read, wanted or not.
    const headers = decodeHeaders(await unpacker.unpack(block));
    const serve = id % 2 === 1 && id > lastStream ? accept(headers) : undefined;
    if (!serve) return write({ type: 'rst-stream', stream: id, status: cancel });
    lastStream = id;
    const stream = createBody(id, write);
    streams.set(id, stream);
    stream.body.once('close', () => streams.delete(id));
    write({ type: 'syn-reply', stream: id, fin: false, block: pack(encodeHeaders({}), !hasReplied) });
    hasReplied = true;
    if (fin) stream.body.push(null);
    serve({ id, headers, body: stream.body });
  };

  const take = ({ stream: id, fin, data }: Frame & { type: 'data' }): void => {
    const { body } = streams.get(id) ?? {};
    if (!body || body.readableEnded) return;
    if (body.readableLength > mostWaiting) body.destroy();
    else if (data.length > 0) body.push(data);
    if (fin) body.push(null);
  };

  /** False when the client says that it leaves. */
  const handle = async (frame: Frame): Promise<boolean> => {
    if (frame.type === 'syn-stream') await open(frame);
    if (frame.type === 'syn-reply' || frame.type === 'headers') await unpacker.unpack(frame.block);
    if (frame.type === 'data') take(frame);
    if (frame.type === 'rst-stream') streams.get(frame.stream)?.reset();
    // A ping of our own would have an even number.
    if (frame.type === 'ping' && frame.id % 2 === 1) write(frame);
    return frame.type !== 'goaway';
  };

  try {
    for await (const chunk of transport.iterator({ destroyOnReturn: false }))
      for (const frame of reader.push(chunk as Buffer)) if (!(await handle(frame))) return;
  } catch (fault) {
    if (fault instanceof SpdyFault) write({ type: 'goaway', lastStream, status: protocolError });
  } finally {
    for (const stream of streams.values()) stream.reset();
    unpacker.close();
    transport.end();
  }
};
