/** Keeps the first bytes of a stream; bytes after `limit` are counted and dropped, so that memory stays bounded. */
export interface ByteSink {
  push(chunk: Uint8Array): void;
  /** The number of all bytes that came, kept or not. */
  readonly size: number;
  readonly truncated: boolean;
  /** Decodes all chunks at once, so that no character is torn; bytes that are not UTF-8 become U+FFFD. */
  text(): string;
}

class BoundedSink implements ByteSink {
  readonly #limit: number;
  readonly #chunks: Uint8Array[] = [];
  #size = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  push(chunk: Uint8Array): void {
    if (this.#size < this.#limit) this.#chunks.push(chunk.subarray(0, this.#limit - this.#size));
    this.#size += chunk.byteLength;
  }

  get size(): number {
    return this.#size;
  }

  get truncated(): boolean {
    return this.#size > this.#limit;
  }

  text(): string {
    return Buffer.concat(this.#chunks).toString('utf8');
  }
}

export const createByteSink = (limit: number): ByteSink => new BoundedSink(limit);
