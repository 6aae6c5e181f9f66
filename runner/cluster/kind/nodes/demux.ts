/** Bytes of one stream: the first `limit` are kept, the rest is only counted. */
export interface BoundedBytes {
  add(chunk: Buffer): void;
  /** UTF-8; bytes that are none become U+FFFD, and a character is never cut at a chunk's border. */
  text(): string;
  readonly truncated: boolean;
}

export const boundedBytes = (limit: number): BoundedBytes => {
  const chunks: Buffer[] = [];
  let kept = 0;
  let truncated = false;
  return {
    add(chunk) {
      const room = limit - kept;
      if (chunk.length > room) truncated = true;
      if (room <= 0) return;
      const part = chunk.subarray(0, room);
      chunks.push(part);
      kept += part.length;
    },
    text: () => new TextDecoder().decode(Buffer.concat(chunks)),
    get truncated() {
      return truncated;
    },
  };
};

/** Which of the process' streams a frame belongs to. */
export type StreamName = 'stdout' | 'stderr';

/**
 * Takes the engine's multiplexed stream apart, whatever its chunks: frames of a stream byte, three zero bytes, a
 * length of four bytes (big endian) and the payload. https://docs.docker.com/reference/api/engine/ (ContainerAttach)
 */
export const makeDemultiplexer = (
  deliver: (stream: StreamName, payload: Buffer) => void,
): ((chunk: Buffer) => void) => {
  let header = Buffer.alloc(0);
  let stream: StreamName = 'stdout';
  let missing = 0;
  return (chunk) => {
    let rest = chunk;
    while (rest.length > 0) {
      if (missing > 0) {
        const payload = rest.subarray(0, missing);
        deliver(stream, payload);
        missing -= payload.length;
        rest = rest.subarray(payload.length);
        continue;
      }
      const wanted = 8 - header.length;
      header = Buffer.concat([header, rest.subarray(0, wanted)]);
      rest = rest.subarray(wanted);
      if (header.length < 8) return;
      stream = header.readUInt8(0) === 2 ? 'stderr' : 'stdout';
      missing = header.readUInt32BE(4);
      header = Buffer.alloc(0);
    }
  };
};
