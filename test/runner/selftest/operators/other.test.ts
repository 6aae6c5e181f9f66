import assert from 'node:assert/strict';
import fc from 'fast-check';
import { entriesAt, otherNumber, otherText } from '../../../../runner/selftest/operators/other.ts';

describe('replacement values', () => {
  it('turn a port into another valid port', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 65_535 }), (port) => {
        const other = otherNumber(port);
        assert.ok(other !== port && other >= 1 && other <= 65_535);
      }),
    ));

  it('turn a label value into another valid label value', () =>
    fc.assert(
      fc.property(fc.stringMatching(/^([a-z0-9]([-a-z0-9_.]{0,61}[a-z0-9])?)?$/), (value) => {
        const other = otherText(value);
        assert.notEqual(other, value);
        assert.ok(other.length <= 63);
        assert.match(other, /^[a-z0-9][-a-z0-9_.]*[a-z0-9]$/);
      }),
    ));

  it('replace an expression as a whole', () => {
    assert.equal(otherNumber('${external.0.port}'), 8099);
    assert.equal(otherText('${namespace}-web'), 'other');
  });

  it('count only the mappings of a list as entries', () =>
    assert.deepEqual(entriesAt({ a: [{ b: 1 }, 2, { c: 3 }] }, ['a']), [
      { path: ['a', 0], value: { b: 1 } },
      { path: ['a', 2], value: { c: 3 } },
    ]));
});
