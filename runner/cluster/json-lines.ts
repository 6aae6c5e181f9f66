/**
 * Splits a stream of UTF-8 into lines, wherever its chunks begin and end. Leaves out empty lines, and a last line without a
 * line end, which was cut off. Rejects if a line is longer than `longest` characters.
 */
export const readLines = async function* (
  chunks: AsyncIterable<Uint8Array>,
  longest = 16 * 1024 * 1024,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let open: string[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    const parts = decoder.decode(chunk, { stream: true }).split('\n');
    const rest = parts.pop() ?? '';
    for (const part of parts) {
      const line = open.length > 0 ? open.join('') + part : part;
      open = [];
      length = 0;
      if (line.trim() !== '') yield line;
    }
    open.push(rest);
    length += rest.length;
    if (length > longest) throw new Error(`a line is longer than ${longest} characters`);
  }
};
