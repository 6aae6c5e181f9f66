import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createByteSink } from '../../../runner/cluster/exec-output.ts';

describe('createByteSink', () => {
  it('keeps the first bytes and counts all, whatever the chunks', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ max: 127 })), fc.nat(50), (chunks, limit) => {
        const sink = createByteSink(limit);
        for (const chunk of chunks) sink.push(chunk);
        const all = Buffer.concat(chunks);
        assert.equal(sink.text(), all.subarray(0, limit).toString());
        assert.equal(sink.size, all.length);
        assert.equal(sink.truncated, all.length > limit);
      }),
    );
  });

  it('joins torn characters and replaces bytes that are not UTF-8', () => {
    const sink = createByteSink(100);
    for (const byte of Buffer.from('ü😀')) sink.push(Buffer.of(byte));
    sink.push(Buffer.of(0xff));
    assert.equal(sink.text(), 'ü😀\ufffd');
  });
});
