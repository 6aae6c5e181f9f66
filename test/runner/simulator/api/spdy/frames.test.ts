import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  createFrameReader,
  encodeFrame,
  type Frame,
  SpdyFault,
} from '../../../../../runner/simulator/api/spdy/frames.ts';

const id = fc.integer({ min: 1, max: 2 ** 31 - 1 });
const bytes = fc.uint8Array({ maxLength: 300 }).map((each) => Buffer.from(each));
const frame: fc.Arbitrary<Exclude<Frame, { type: 'other' }>> = fc.oneof(
  fc.record({
    type: fc.constantFrom('syn-stream' as const, 'syn-reply' as const, 'headers' as const),
    stream: id,
    fin: fc.boolean(),
    block: bytes,
  }),
  fc.record({ type: fc.constant('data' as const), stream: id, fin: fc.boolean(), data: bytes }),
  fc.record({ type: fc.constant('rst-stream' as const), stream: id, status: fc.integer({ min: 1, max: 11 }) }),
  fc.record({ type: fc.constant('ping' as const), id }),
  fc.record({ type: fc.constant('goaway' as const), lastStream: id, status: fc.integer({ min: 0, max: 2 }) }),
);

const cut = (text: Buffer, sizes: readonly number[]): Buffer[] => {
  const chunks: Buffer[] = [];
  let at = 0;
  for (const size of sizes) {
    chunks.push(text.subarray(at, at + size));
    at += size;
  }
  return [...chunks, text.subarray(at)];
};

describe('SPDY frames', () => {
  it('are read as they were written, however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 8 }), fc.array(fc.integer({ min: 0, max: 40 })), (frames, sizes) => {
        const reader = createFrameReader();
        const read = cut(Buffer.concat(frames.map(encodeFrame)), sizes).flatMap((chunk) => reader.push(chunk));
        assert.deepEqual(
          read,
          frames.map((each) => ({ ...each })),
        );
      }),
    );
  });

  it('of nonsense are refused or read, never more', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 20 }), (chunks) => {
        const reader = createFrameReader();
        try {
          for (const chunk of chunks) for (const each of reader.push(chunk)) assert.equal(typeof each.type, 'string');
        } catch (fault) {
          assert.ok(fault instanceof SpdyFault, String(fault));
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('are bytes as spdystream writes them', () => {
    const hex = (each: Parameters<typeof encodeFrame>[0]): string => encodeFrame(each).toString('hex');
    assert.equal(hex({ type: 'ping', id: 1 }), '800300060000000400000001');
    assert.equal(hex({ type: 'rst-stream', stream: 3, status: 5 }), '80030003000000080000000300000005');
    assert.equal(hex({ type: 'goaway', lastStream: 1, status: 0 }), '80030007000000080000000100000000');
    assert.equal(hex({ type: 'data', stream: 3, fin: true, data: Buffer.from('hi') }), '00000003010000026869');
    assert.equal(
      hex({ type: 'syn-reply', stream: 3, fin: false, block: Buffer.from([7]) }),
      '80030002000000050000000307',
    );
    const opening = hex({ type: 'syn-stream', stream: 1, fin: true, block: Buffer.from([7]) });
    assert.equal(opening, '800300010100000b0000000100000000000007');
  });

  it('another version, a wrong size or too much data is no frame', () => {
    const read = (text: string) => createFrameReader().push(Buffer.from(text, 'hex'));
    assert.throws(() => read('800200060000000400000001'), /SPDY version 2 instead of 3/);
    assert.throws(() => read('8003000600000003000000'), /frame 6 has 3 bytes instead of 4/);
    assert.throws(() => read('800300010000000100'), /frame 1 is too short/);
    assert.throws(
      () => encodeFrame({ type: 'data', stream: 1, fin: false, data: { length: 2 ** 24 } as Uint8Array }),
      SpdyFault,
    );
    // SETTINGS and WINDOW_UPDATE say nothing that matters here.
    assert.deepEqual(read('8003000400000004000000008003000900000008000000010000ffff'), [
      { type: 'other', number: 4 },
      { type: 'other', number: 9 },
    ]);
  });

  it('a long frame in many pieces costs one copy', () => {
    const reader = createFrameReader();
    const data = Buffer.alloc(4 * 1024 * 1024, 1);
    const whole = encodeFrame({ type: 'data', stream: 1, fin: false, data });
    let frames: Frame[] = [];
    for (let at = 0; at < whole.length; at += 1024) frames = [...frames, ...reader.push(whole.subarray(at, at + 1024))];
    assert.equal(frames.length, 1);
    assert.equal(frames[0]?.type === 'data' && frames[0].data.length, data.length);
  });
});
