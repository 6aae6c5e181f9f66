/** The first bytes of a stream; what comes after `limit` is counted and dropped, so that memory stays bounded. */
export interface ByteSink {
  push(chunk: Uint8Array): void;
  /** All bytes that came, kept or not. */
  readonly size: number;
  readonly truncated: boolean;
  /** Decoded once, so that no character is torn by chunks; bytes that are no UTF-8 become U+FFFD. */
  text(): string;
}

export const createByteSink = (limit: number): ByteSink => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  return {
    push(chunk) {
      if (size < limit) chunks.push(chunk.subarray(0, limit - size));
      size += chunk.byteLength;
    },
    get size() {
      return size;
    },
    get truncated() {
      return size > limit;
    },
    text: () => Buffer.concat(chunks).toString('utf8'),
  };
};
