import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fillPlaceholders, findPlaceholders } from '../../../runner/core/placeholder.ts';

const values: Record<string, string> = { hostname: 'web-1', 'env.A': '{{hostname}}' };
const fill = (text: string): string => fillPlaceholders(text, (name) => values[name]);

describe('placeholder', () => {
  for (const [text, filled] of [
    ['on {{hostname}}', 'on web-1'],
    ['{{ hostname }}{{hostname}}', 'web-1web-1'],
    ['{{env.A}}', '{{hostname}}'],
    ['{{nobody}} {hostname} {{}} {{a b}}', '{{nobody}} {hostname} {{}} {{a b}}'],
    ['\\{{hostname}} \\{{nobody}} \\n', '{{hostname}} {{nobody}} \\n'],
    ['{"a":{"b":{{hostname}}}}', '{"a":{"b":web-1}}'],
  ] as const)
    it(`${text} → ${filled}`, () => assert.equal(fill(text), filled));

  it('finds placeholders, except those with a backslash', () => {
    assert.deepEqual(findPlaceholders('{{ a }} \\{{b}} {{env.C}}'), [
      { name: 'a', written: '{{ a }}' },
      { name: 'env.C', written: '{{env.C}}' },
    ]);
  });

  it('does not change a text without placeholders', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!text.includes('{{'));
        assert.equal(fill(text), text);
        assert.deepEqual(findPlaceholders(text), []);
      }),
    );
  });

  it('returns a text whose placeholders have a backslash without the backslashes', () => {
    const piece = fc.oneof(
      fc.constantFrom('{{hostname}}', '{{ x }}', '{', '}}'),
      fc.string().map((text) => text.replaceAll('\\', '/')),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('');
        const escaped = text.replaceAll(/\{\{(?=[ \t]*[A-Za-z][A-Za-z0-9_.-]*[ \t]*\}\})/g, '\\{{');
        assert.equal(fill(escaped), text);
      }),
    );
  });
});
