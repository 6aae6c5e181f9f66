import { type Duplex, PassThrough } from 'node:stream';
import { constants, createDeflate } from 'node:zlib';
import { headerDictionary } from '../../../../../runner/simulator/api/spdy/dictionary.ts';
import { createFrameReader, encodeFrame, type Frame } from '../../../../../runner/simulator/api/spdy/frames.ts';
import { encodeHeaders, type Headers } from '../../../../../runner/simulator/api/spdy/header-block.ts';

/** Header blocks as Go's clients compress them: one zlib stream with the dictionary, flushed after each block. */
export const createPacker = () => {
  const deflate = createDeflate({ dictionary: headerDictionary, level: 9 });
  const parts = deflate.pipe(new PassThrough());
  return {
    pack: (block: Uint8Array): Promise<Buffer> =>
      new Promise((resolve) => {
        deflate.write(block);
        deflate.flush(constants.Z_SYNC_FLUSH, () => resolve(parts.read() as Buffer));
      }),
  };
};

/** The opening side, as simple as a test can use it: frames go out, frames come in. */
export const createSpdyClient = (transport: Duplex) => {
  const packer = createPacker();
  const reader = createFrameReader();
  const heard: Frame[] = [];
  let wake = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    transport.on('data', (chunk: Buffer) => {
      heard.push(...reader.push(chunk));
      wake();
    });
    transport.on('close', resolve);
    transport.on('end', resolve);
    transport.on('error', () => undefined);
  });
  const send = (frame: Parameters<typeof encodeFrame>[0]): void => void transport.write(encodeFrame(frame));
  let last = -1;
  const open = async (headers: Headers, fin = false): Promise<number> => {
    last += 2;
    send({ type: 'syn-stream', stream: last, fin, block: await packer.pack(encodeHeaders(headers)) });
    return last;
  };
  const until = async (isThere: (frames: readonly Frame[]) => boolean): Promise<void> => {
    while (!isThere(heard))
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  };
  const isDone = (stream: number): boolean =>
    heard.some(
      (each) =>
        (each.type === 'rst-stream' && each.stream === stream) ||
        (each.type === 'data' && each.stream === stream && each.fin),
    );
  const textOf = (stream: number): string =>
    Buffer.concat(
      heard.flatMap((each) => (each.type === 'data' && each.stream === stream ? [each.data] : [])),
    ).toString();
  return {
    heard,
    ended,
    open,
    until,
    send,
    say: (stream: number, text: string, fin = false) => send({ type: 'data', stream, fin, data: Buffer.from(text) }),
    /** All text of a stream, when the other side has ended or reset it. */
    all: async (stream: number): Promise<string> => {
      await until(() => isDone(stream));
      return textOf(stream);
    },
    textOf,
  };
};
