import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createByteSink } from '../../../../../runner/cluster/exec-output.ts';
import { Demultiplexer } from '../../../../../runner/cluster/kind/nodes/demux.ts';
import { frame } from '../fake-container.ts';

const split = (bytes: Buffer, cuts: readonly number[]): Buffer[] => {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...places].map((place, index) => bytes.subarray(place, places[index] ?? bytes.length));
};

describe('Demultiplexer', () => {
  it('delivers the bytes of each stream wherever the chunks are cut', () => {
    const part = fc.record({ stream: fc.constantFrom(1 as const, 2 as const), text: fc.string({ unit: 'binary' }) });
    fc.assert(
      fc.property(fc.array(part), fc.array(fc.nat()), (parts, cuts) => {
        const output = { stdout: createByteSink(1e6), stderr: createByteSink(1e6) };
        const demultiplexer = new Demultiplexer((stream, payload) => output[stream].push(payload));
        for (const chunk of split(Buffer.concat(parts.map(({ stream, text }) => frame(stream, text))), cuts))
          demultiplexer.push(chunk);
        const textOf = (wanted: number): string =>
          Buffer.concat(
            parts.filter(({ stream }) => stream === wanted).map(({ text }) => Buffer.from(text)),
          ).toString();
        assert.equal(output.stdout.text(), textOf(1));
        assert.equal(output.stderr.text(), textOf(2));
      }),
    );
  });
});
