import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  addQuantities,
  count,
  formatQuantity,
  isMore,
  isWhole,
  parseQuantity,
  quantityOf,
} from '../../../../runner/simulator/api/quantity.ts';

const canonical = (written: string | number): string => {
  const read = parseQuantity(written);
  return 'fault' in read ? read.fault : formatQuantity(read);
};

describe('quantity', () => {
  // More forms are among the recorded answers of a real cluster: test/parity/probes/quotas.ts.
  for (const [written, expected] of [
    ['1000m', '1'],
    ['0.5', '500m'],
    ['1.5Gi', '1536Mi'],
    ['1024Mi', '1Gi'],
    ['1e3', '1e3'],
    ['1.5e3', '1500'],
    ['1500e3', '1500e3'],
    ['0.1n', '1m'],
    ['-1', '-1'],
    ['-1500m', '-1500m'],
    ['16Ei', `${2n ** 63n - 1n}`],
    [1.5, '1500m'],
    [1e21, '1e+21'],
    ['1000000000000G', '1000E'],
  ] as const)
    it(`${written} → ${expected}`, () => assert.equal(canonical(written), expected));

  for (const written of ['abc', '1 Gi', '', '1.2.3', '1K', '--1', 'NaN', '1e', '1mm'])
    it(`${JSON.stringify(written)} is none`, () =>
      assert.match(canonical(written), /^(quantities must|unable to parse)/));

  it('makes no number of a hostile exponent', () => {
    assert.match(canonical('1e999999999'), /suffix/);
    assert.match(canonical(`1${'0'.repeat(200)}`), /quantities must/);
  });

  it('adds in the form of the first that is not zero', () => {
    const sum = (...all: string[]): string => formatQuantity(all.map(quantityOf).reduce(addQuantities));
    assert.equal(sum('512Mi', '524288k'), '1012Mi');
    assert.equal(sum('0', '512Mi', '512Mi'), '1Gi');
    assert.equal(sum('500m', '0.5'), '1');
    assert.equal(sum('1Gi', '1'), '1073741825');
  });

  const written = fc
    .tuple(fc.bigInt({ min: 1n, max: 10n ** 12n }), fc.constantFrom('m', '', 'k', 'M', 'G', 'Ki', 'Mi', 'e3', 'E6'))
    .map(([number, suffix]) => `${number}${suffix}`);

  it('its canonical form is the same number, and canonical', () => {
    fc.assert(
      fc.property(written, (text) => {
        const [first, second] = [quantityOf(text), quantityOf(canonical(text))];
        assert.equal(first.nano, second.nano);
        assert.equal(formatQuantity(second), canonical(text));
      }),
    );
  });

  it('a sum is not less than its parts, and counts are whole', () => {
    fc.assert(
      fc.property(written, written, (one, other) => {
        const [a, b] = [quantityOf(one), quantityOf(other)];
        assert.ok(!isMore(a, addQuantities(a, b)) && !isMore(b, addQuantities(a, b)));
      }),
    );
    assert.ok(isWhole(count(3)) && !isWhole(quantityOf('1500m')));
  });

  it('a value that was never checked counts as nothing', () => {
    assert.equal(formatQuantity(quantityOf('nonsense')), '0');
    assert.equal(formatQuantity(quantityOf(undefined)), '0');
  });
});
