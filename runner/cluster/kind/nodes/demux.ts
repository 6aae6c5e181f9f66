/** The stream of the process that a frame belongs to. */
export type StreamName = 'stdout' | 'stderr';

/**
 * Splits the engine's multiplexed stream, wherever its chunks begin and end. A frame is a stream byte, three zero bytes,
 * a length of four bytes (big endian) and the payload. https://docs.docker.com/reference/api/engine/ (ContainerAttach)
 */
export class Demultiplexer {
  readonly #deliver: (stream: StreamName, payload: Buffer) => void;
  #header = Buffer.alloc(0);
  #stream: StreamName = 'stdout';
  /** Bytes of the current payload that have not come yet. */
  #missing = 0;

  constructor(deliver: (stream: StreamName, payload: Buffer) => void) {
    this.#deliver = deliver;
  }

  push(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0) rest = this.#missing > 0 ? this.#readPayload(rest) : this.#readHeader(rest);
  }

  #readPayload(bytes: Buffer): Buffer {
    const payload = bytes.subarray(0, this.#missing);
    this.#deliver(this.#stream, payload);
    this.#missing -= payload.length;
    return bytes.subarray(payload.length);
  }

  #readHeader(bytes: Buffer): Buffer {
    const wanted = 8 - this.#header.length;
    this.#header = Buffer.concat([this.#header, bytes.subarray(0, wanted)]);
    if (this.#header.length === 8) {
      this.#stream = this.#header.readUInt8(0) === 2 ? 'stderr' : 'stdout';
      this.#missing = this.#header.readUInt32BE(4);
      this.#header = Buffer.alloc(0);
    }
    return bytes.subarray(wanted);
  }
}
