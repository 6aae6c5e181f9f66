import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  addressNumber,
  addressText,
  inRange,
  isLoopback,
  nthAddress,
} from '../../../../runner/simulator/network/address.ts';

describe('addresses', () => {
  it('a number and its text are the same address', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 32 - 1 }), (number) => assert.equal(addressNumber(addressText(number)), number)),
    );
  });

  for (const text of ['', '1.2.3', '1.2.3.4.5', '256.1.1.1', 'a.b.c.d', '::1', '1.2.3.-4'])
    it(`${text || 'nothing'} is none`, () => assert.equal(addressNumber(text), undefined));

  it('an address is in a range when their first bits are equal', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 2 ** 32 - 1 }),
        fc.nat({ max: 2 ** 32 - 1 }),
        fc.integer({ min: 0, max: 32 }),
        (base, number, bits) => {
          const cut = (value: number): string => value.toString(2).padStart(32, '0').slice(0, bits);
          assert.equal(inRange(addressText(number), `${addressText(base)}/${bits}`), cut(base) === cut(number));
        },
      ),
    );
  });

  it('what is no IPv4 address is in a range of itself only', () => {
    assert.equal(inRange('fd00::1', 'fd00::1/128'), true);
    assert.equal(inRange('fd00::2', 'fd00::1/128'), false);
    assert.equal(inRange('fd00::1', '10.0.0.0/8'), false);
  });

  it('counts in a range', () => {
    assert.equal(nthAddress('10.96.0.0/16', 10), '10.96.0.10');
    assert.equal(nthAddress('nonsense', 1), undefined);
    assert.deepEqual([isLoopback('127.9.9.9'), isLoopback('::1'), isLoopback('10.0.0.1')], [true, true, false]);
  });
});
