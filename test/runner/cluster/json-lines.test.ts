import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readLines } from '../../../runner/cluster/json-lines.ts';

const collect = async (chunks: Iterable<Uint8Array>, longest?: number): Promise<string[]> => {
  const stream = (async function* () {
    yield* chunks;
  })();
  const lines: string[] = [];
  for await (const line of readLines(stream, longest)) lines.push(line);
  return lines;
};

describe('readLines', () => {
  it('returns the lines wherever the chunks are cut', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'grapheme', minLength: 1 }).map((text) => JSON.stringify(text))),
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        async (lines, sizes) => {
          const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
          const chunks: Uint8Array[] = [];
          for (let start = 0, turn = 0; start < bytes.length; turn++) {
            const size = sizes[turn % sizes.length] ?? 1;
            chunks.push(bytes.subarray(start, start + size));
            start += size;
          }
          assert.deepEqual(await collect(chunks), lines);
        },
      ),
    ));

  it('leaves out empty lines and a last line that is cut off', async () => {
    assert.deepEqual(await collect([Buffer.from('a\n\n\r\nb\ntor')]), ['a', 'b']);
  });

  it('rejects a line that never ends', async () => {
    const endless = (function* () {
      for (;;) yield Buffer.alloc(1_000, 'x');
    })();
    await assert.rejects(collect(endless, 10_000), /longer than 10000/);
  });
});
