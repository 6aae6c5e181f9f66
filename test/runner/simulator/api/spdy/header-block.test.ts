import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SpdyFault } from '../../../../../runner/simulator/api/spdy/frames.ts';
import { decodeHeaders, encodeHeaders } from '../../../../../runner/simulator/api/spdy/header-block.ts';

describe('header blocks', () => {
  it('are read as they were written', () => {
    const name = fc.stringMatching(/^[a-z-]{1,20}$/);
    fc.assert(
      fc.property(fc.dictionary(name, fc.string({ unit: 'grapheme' })), (headers) => {
        assert.deepEqual(decodeHeaders(encodeHeaders(headers)), { ...headers });
      }),
    );
    assert.equal(encodeHeaders({ port: '80' }).toString('hex'), '0000000100000004706f7274000000023830');
  });

  it('of nonsense are refused or read, never more', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (block) => {
        try {
          assert.equal(typeof decodeHeaders(block), 'object');
        } catch (fault) {
          assert.ok(fault instanceof SpdyFault, String(fault));
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('that end too early or too late are refused', () => {
    const block = encodeHeaders({ port: '80', streamtype: 'data' });
    assert.throws(() => decodeHeaders(block.subarray(0, -1)), /cut off/);
    assert.throws(() => decodeHeaders(block.subarray(0, 2)), /cut off/);
    assert.throws(() => decodeHeaders(Buffer.concat([block, Buffer.from([0])])), /more than it says/);
    assert.deepEqual(decodeHeaders(encodeHeaders({ Port: '80' })), { port: '80' });
  });
});
