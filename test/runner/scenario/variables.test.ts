import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { JsonValue } from '../../../runner/core/json.ts';
import {
  expandNames,
  findExpressions,
  hasExpression,
  splitText,
  substitute,
} from '../../../runner/scenario/variables.ts';

const names = (values: Record<string, JsonValue>, room = 1_000): Parameters<typeof expandNames>[1] => ({
  values: new Map(Object.entries(values)),
  room,
});

/** Returns the values, and records the names. */
const lookup = (values: Record<string, JsonValue>) => {
  const asked: string[] = [];
  return {
    asked,
    find: async (reference: Parameters<Parameters<typeof substitute>[1]>[0]): Promise<JsonValue> => {
      const name = reference.root === 'name' ? reference.name : reference.root;
      asked.push(name);
      return values[name] ?? null;
    },
  };
};

describe('splitText', () => {
  for (const [text, parts] of [
    ['', [{ text: '' }]],
    ['plain $ {}', [{ text: 'plain $ {}' }]],
    ['${a}', [{ inside: 'a' }]],
    ['x${a}y${b}', [{ text: 'x' }, { inside: 'a' }, { text: 'y' }, { inside: 'b' }]],
    ['${object:v1/A/x:{.data.k}}!', [{ inside: 'object:v1/A/x:{.data.k}' }, { text: '!' }]],
    ['$${a} $$$', [{ text: '${a} $$$' }]],
    ['$$${a}', [{ text: '$${a}' }]],
  ] as const)
    it(`splits ${text || '(nothing)'}`, () => assert.deepEqual(splitText(text), { parts, open: false }));

  it('reports a brace that is not closed', () => {
    assert.deepEqual(splitText('a ${b {c}'), { parts: [{ text: 'a ${b {c}' }], open: true });
    assert.deepEqual(splitText('${a}${'), { parts: [{ inside: 'a' }, { text: '${' }], open: true });
    assert.equal(hasExpression('a ${b'), false);
  });

  it('keeps escapes when asked', () => assert.deepEqual(splitText('$${a}', true).parts, [{ text: '$${a}' }]));

  it('loses no character', () => {
    const text = fc
      .array(fc.constantFrom('$', '{', '}', '$${', '${', 'a', '.'), { maxLength: 20 })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(text, (each) => {
        const { parts } = splitText(each, true);
        assert.equal(parts.map((part) => ('text' in part ? part.text : `\${${part.inside}}`)).join(''), each);
      }),
    );
  });
});

describe('expandNames', () => {
  it('keeps the type of a string that is one expression, and makes strings of others', () => {
    const value = { a: '${n}', b: 'x${n}', c: ['${o}', '${o.k}', 'v=${o}'], d: 1 };
    assert.deepEqual(expandNames(value, names({ n: 3, o: { k: null } })), {
      a: 3,
      b: 'x3',
      c: [{ k: null }, null, 'v={"k":null}'],
      d: 1,
    });
  });

  it('leaves other expressions and escapes unchanged', () => {
    assert.equal(expandNames('${n} ${m} $${n} ${service.a.port}', names({ n: 1 })), '1 ${m} $${n} ${service.a.port}');
    assert.equal(expandNames('${n} ${', names({ n: 1 })), '${n} ${');
  });

  it('stops when expansion grows too large', () => {
    const big = names({ n: 'x'.repeat(400) });
    assert.throws(() => expandNames(['${n}', '${n}', '${n}'], big), { name: 'DiagnosticError' });
  });
});

describe('findExpressions', () => {
  it('finds expressions with their places', () => {
    const found = findExpressions({ a: ['x', '${b}/${c.0}'], d: '$${e}', f: '${' });
    assert.deepEqual(
      found.map(({ path, written }) => [path.join('.'), written]),
      [
        ['a.1', '${b}'],
        ['a.1', '${c.0}'],
        ['f', '${'],
      ],
    );
  });
});

describe('substitute', () => {
  it('keeps types, inserts into strings, and unescapes', async () => {
    const { find } = lookup({ n: 80, t: true, l: ['a'] });
    assert.deepEqual(
      await substitute({ a: '${n}', b: ':${n}/${t}/${l}', c: ['${l}'], d: '$${n}', e: null, f: { g: 'x' } }, find),
      { a: 80, b: ':80/true/["a"]', c: [['a']], d: '${n}', e: null, f: { g: 'x' } },
    );
  });

  it('does not expand expressions inside inserted values', async () => {
    const { find } = lookup({ a: '${b} $${c}', b: 'secret' });
    assert.deepEqual(await substitute(['${a}', '-${a}'], find), ['${b} $${c}', '-${b} $${c}']);
  });

  it('looks each expression up once', async () => {
    const { find, asked } = lookup({ a: 1 });
    await substitute(['${a}', 'x${a}', { b: '${a}' }], find);
    assert.deepEqual(asked, ['a']);
  });

  it('rejects when the lookup rejects', async () => {
    await assert.rejects(
      substitute('${a}', async () => {
        throw new Error('not there');
      }),
      /not there/,
    );
    await assert.rejects(
      substitute('${a b}', async () => 1),
      /has a syntax error/,
    );
  });

  it('does not change values without expressions', async () => {
    const value = fc.jsonValue({ stringUnit: 'binary' }).map((each) => JSON.parse(JSON.stringify(each)) as JsonValue);
    await fc.assert(
      fc.asyncProperty(value, async (each) => {
        fc.pre(!JSON.stringify(each).includes('${'));
        const { find, asked } = lookup({});
        assert.deepEqual(await substitute(each, find), each);
        assert.deepEqual(asked, []);
      }),
    );
  });
});
