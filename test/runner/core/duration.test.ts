import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatDuration, parseDuration } from '../../../runner/core/duration.ts';

describe('duration', () => {
  for (const [text, milliseconds] of [
    ['250ms', 250],
    ['5s', 5_000],
    ['1.5s', 1_500],
    ['1m30s', 90_000],
    ['2h', 7_200_000],
  ] as const) {
    it(`reads ${text}`, () => assert.equal(parseDuration(text), milliseconds));
  }

  for (const text of ['', '5', '5 s', 's', '-5s', '5sec', '5s ', '1e3s']) {
    it(`refuses ${JSON.stringify(text)}`, () => assert.equal(parseDuration(text), undefined));
  }

  for (const [milliseconds, text] of [
    [0, '0ms'],
    [999, '999ms'],
    [1_234, '1.2s'],
    [90_400, '1m30s'],
    [119_700, '2m00s'],
  ] as const) {
    it(`writes ${milliseconds} as ${text}`, () => assert.equal(formatDuration(milliseconds), text));
  }

  it('reads any whole number of seconds', () => {
    fc.assert(fc.property(fc.nat(1_000_000), (seconds) => parseDuration(`${seconds}s`) === seconds * 1_000));
  });
});
