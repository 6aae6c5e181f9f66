import assert from 'node:assert/strict';
import { makeTheme } from '../../../reporters/console/theme.ts';
import { outcomes } from '../../../runner/core/result.ts';

describe('theme', () => {
  it('paints only if asked to', () => {
    assert.equal(makeTheme({ color: true }).paint('red', 'a'), '\u001b[31ma\u001b[39m');
    assert.equal(makeTheme({ color: false }).paint('red', 'a'), 'a');
  });

  it('has five marks that differ without colour, also in ASCII', () => {
    for (const ascii of [false, true]) {
      const { mark } = makeTheme({ color: false, ascii });
      assert.equal(new Set(outcomes.map(mark)).size, 5);
    }
    assert.match(outcomes.map(makeTheme({ color: false, ascii: true }).mark).join(''), /^[\x21-\x7e]+$/);
  });

  it('turns the spinner with time', () => {
    const { spinner } = makeTheme({ color: false });
    assert.notEqual(spinner(0), spinner(100));
    assert.equal(spinner(0), spinner(1_000));
  });
});
