import assert from 'node:assert/strict';
import fc from 'fast-check';
import { boundedBytes, makeDemultiplexer } from '../../../../../runner/cluster/kind/nodes/demux.ts';
import { frame } from '../fake-container.ts';

const split = (bytes: Buffer, cuts: readonly number[]): Buffer[] => {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...places].map((place, index) => bytes.subarray(place, places[index] ?? bytes.length));
};

describe('makeDemultiplexer', () => {
  it('gives each stream its bytes wherever the chunks are cut', () => {
    const part = fc.record({ stream: fc.constantFrom(1 as const, 2 as const), text: fc.string({ unit: 'binary' }) });
    fc.assert(
      fc.property(fc.array(part), fc.array(fc.nat()), (parts, cuts) => {
        const output = { stdout: boundedBytes(1e6), stderr: boundedBytes(1e6) };
        const write = makeDemultiplexer((stream, payload) => output[stream].add(payload));
        for (const chunk of split(Buffer.concat(parts.map(({ stream, text }) => frame(stream, text))), cuts))
          write(chunk);
        const textOf = (wanted: number): string =>
          Buffer.concat(
            parts.filter(({ stream }) => stream === wanted).map(({ text }) => Buffer.from(text)),
          ).toString();
        assert.equal(output.stdout.text(), textOf(1).replace(/^\ufeff/, ''));
        assert.equal(output.stderr.text(), textOf(2).replace(/^\ufeff/, ''));
      }),
    );
  });
});

describe('boundedBytes', () => {
  it('keeps the first bytes and tells of the rest', () => {
    const bytes = boundedBytes(4);
    bytes.add(Buffer.from('abc'));
    assert.equal(bytes.truncated, false);
    bytes.add(Buffer.from('def'));
    assert.equal(bytes.text(), 'abcd');
    assert.equal(bytes.truncated, true);
  });

  it('is not truncated by exactly the limit', () => {
    const bytes = boundedBytes(3);
    bytes.add(Buffer.from('abc'));
    assert.equal(bytes.truncated, false);
  });
});
