import assert from 'node:assert/strict';
import { expressionOf } from '../../../runner/steps/expression.ts';
import { Unobservable } from '../../../runner/steps/finding.ts';

describe('expressionOf', () => {
  it('reads an expression with its flags', () => {
    assert.ok(expressionOf('^b$', 'm').test('a\nb'));
    assert.ok(!expressionOf('^b$').test('a\nb'));
  });

  it('names the string that is not an expression', () =>
    assert.throws(
      () => expressionOf('('),
      (fault) =>
        fault instanceof Unobservable && fault.reason.code === 'spec-invalid' && fault.message.startsWith('/(/ is no'),
    ));
});
