import { SpdyFault } from './frames.ts';

/** Names in lower case → value. */
export type Headers = Readonly<Record<string, string>>;

/** Name/value pairs as a header block holds them before compression: each text behind its length, 32 bits. */
export const encodeHeaders = (headers: Headers): Buffer => {
  const count = Object.keys(headers).length;
  const sized = (text: string): Buffer[] => {
    const bytes = Buffer.from(text);
    const size = Buffer.alloc(4);
    size.writeUInt32BE(bytes.length);
    return [size, bytes];
  };
  const head = Buffer.alloc(4);
  head.writeUInt32BE(count);
  return Buffer.concat([
    head,
    ...Object.entries(headers).flatMap(([name, value]) => [...sized(name), ...sized(value)]),
  ]);
};

/** Throws a SpdyFault for a block that is cut off or holds more than it says. */
export const decodeHeaders = (block: Uint8Array): Headers => {
  const bytes = Buffer.from(block);
  let at = 0;
  const number = (): number => {
    if (at + 4 > bytes.length) throw new SpdyFault('a header block is cut off');
    at += 4;
    return bytes.readUInt32BE(at - 4);
  };
  const text = (): string => {
    const length = number();
    if (length > bytes.length - at) throw new SpdyFault('a header block is cut off');
    at += length;
    return bytes.toString('utf8', at - length, at);
  };
  const headers: [string, string][] = [];
  for (let left = number(); left > 0; left -= 1) headers.push([text().toLowerCase(), text()]);
  if (at !== bytes.length) throw new SpdyFault('a header block holds more than it says');
  return Object.fromEntries(headers);
};
