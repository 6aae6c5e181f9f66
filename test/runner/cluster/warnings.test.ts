import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseWarnings } from '../../../runner/cluster/warnings.ts';

describe('parseWarnings', () => {
  it('reads several in one header and several headers, each once', () => {
    assert.deepEqual(parseWarnings('299 - "one", 299 - "two, with comma"'), ['one', 'two, with comma']);
    assert.deepEqual(parseWarnings(['299 - "one"', '299 kube "two" "Wed, 21 Oct 2015 07:28:00 GMT"', '299 - "one"']), [
      'one',
      'two',
    ]);
  });

  it('leaves out other codes and texts that are not warnings', () => {
    assert.deepEqual(parseWarnings('110 - "stale", 299 - "real"'), ['real']);
    assert.deepEqual(parseWarnings('nonsense'), []);
    assert.deepEqual(parseWarnings(undefined), []);
  });

  it('returns every quoted text', () => {
    const quote = (text: string): string => `299 - "${text.replaceAll(/["\\]/g, '\\$&')}"`;
    const texts = fc.uniqueArray(fc.string().map((text) => text.replaceAll(/[\r\n\u2028\u2029]/g, ' ')));
    fc.assert(fc.property(texts, (all) => assert.deepEqual(parseWarnings(all.map(quote).join(', ')), all)));
  });
});
