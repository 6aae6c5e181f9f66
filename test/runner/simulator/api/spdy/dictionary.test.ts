import assert from 'node:assert/strict';
import { headerDictionary } from '../../../../../runner/simulator/api/spdy/dictionary.ts';

describe('the dictionary of SPDY/3.1', () => {
  it('is the one of the specification, byte by byte', () => {
    assert.equal(headerDictionary.length, 1423);
    let [a, b] = [1, 0];
    for (const byte of headerDictionary) {
      a = (a + byte) % 65_521;
      b = (b + a) % 65_521;
    }
    // Its Adler-32, which stands in the head of every zlib stream that uses it.
    assert.equal((b * 65_536 + a).toString(16), 'e3c6a7c2');
  });
});
