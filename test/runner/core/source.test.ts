import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { JsonPath, JsonValue } from '../../../runner/core/json.ts';
import { largestSource, parseSource } from '../../../runner/core/source.ts';

const read = (text: string): JsonValue | undefined => {
  const { documents, diagnostics } = parseSource(text, 'a.yaml');
  assert.deepEqual(diagnostics, []);
  return documents[0]?.value;
};

const faults = (text: string): string[] =>
  parseSource(text, 'a.yaml').diagnostics.map(({ code, span }) => `${code} ${span?.line}:${span?.column}`);

/** All paths into a value, including its own. */
const pathsOf = (value: JsonValue | undefined, path: JsonPath = []): JsonPath[] => {
  if (typeof value !== 'object' || value === null) return [path];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [path, ...entries.flatMap(([key, item]) => pathsOf(item, [...path, key]))];
};

describe('parseSource', () => {
  it('reads the core schema of YAML 1.2', () => {
    assert.deepEqual(read('a: [1, 1.5, true, null, ~, 0x10, "on", 12:30, 2001-01-01]'), {
      a: [1, 1.5, true, null, null, 16, 'on', '12:30', '2001-01-01'],
    });
    assert.deepEqual(read('a: |\n  x\n\n  y\nb: >-\n  c\n  d\n'), { a: 'x\n\ny\n', b: 'c d' });
    assert.deepEqual(read('{"json": [1, "two"]}'), { json: [1, 'two'] });
    assert.deepEqual(read('a: !!str 012'), { a: '012' });
  });

  it('reads several documents, and none', () => {
    assert.deepEqual(
      parseSource('a: 1\n---\nb: 2\n', 'f').documents.map(({ value }) => value),
      [{ a: 1 }, { b: 2 }],
    );
    assert.deepEqual(parseSource('# nothing\n', 'f').documents, []);
    assert.deepEqual(parseSource('', 'f'), { documents: [], diagnostics: [] });
  });

  it('reports every value that kubectl reads differently, all at once', () => {
    assert.deepEqual(faults('a: on\nb: 0120\nc: {y: 1_000}\nd: .inf\n'), [
      'yaml-ambiguous-scalar 1:4',
      'yaml-ambiguous-scalar 2:4',
      'yaml-ambiguous-scalar 3:5',
      'yaml-ambiguous-scalar 3:8',
      'yaml-ambiguous-scalar 4:4',
    ]);
  });

  it('still returns the values beside an ambiguous scalar or a duplicate key', () => {
    assert.deepEqual(parseSource('a: on\nb: 1\nb: 2', 'f').documents[0]?.value, { a: 'on', b: 1 });
  });

  for (const [name, text, expected] of [
    ['a duplicate key', 'a: 1\nb: 2\na: 3', 'yaml-duplicate-key 3:1'],
    ['a merge key', 'a: &a {b: 1}\nc: {<<: *a}', 'yaml-ambiguous-scalar 2:5'],
    ['a key that is a number', '8080: web', 'yaml-ambiguous-scalar 1:1'],
    ['a key that is a list', '? [a]\n: b', 'yaml-syntax 1:3'],
    ['a key that changes prototypes', '__proto__: {a: 1}', 'yaml-syntax 1:1'],
    ['a tab as indentation', 'a:\n\tb: 1', 'yaml-syntax 2:1'],
    ['an unknown tag', 'a: !!binary aGk=', 'yaml-syntax 1:13'],
    ['an unknown alias', 'a: *b', 'yaml-syntax 1:4'],
    ['a value that contains itself', 'a: &a [*a]', 'yaml-syntax 1:8'],
    ['an open quote', 'a: 1\nb: "x\nc: 2\n', 'yaml-syntax 2:4'],
    ['a line end of YAML 1.1', 'a: b # c\u2028d: e', 'yaml-syntax 1:9'],
    ['a control character', 'a: \u0000', 'yaml-syntax 1:4'],
    ['a carriage return alone', 'a: 1\rb: 2', 'yaml-syntax 1:5'],
    ['deeply nested values', `${'['.repeat(300)}${']'.repeat(300)}`, 'yaml-syntax 1:102'],
    ['only a directive', '%YAML\n', 'yaml-syntax 1:1'],
  ] as const)
    it(`refuses ${name}`, () => assert.deepEqual(faults(text), [expected]));

  it('refuses an alias bomb without building it', () => {
    const rows = Array.from({ length: 12 }, (_, row) => {
      const item = row === 0 ? 'x' : `*a${row - 1}`;
      return `a${row}: &a${row} [${Array(10).fill(item).join(', ')}]`;
    });
    assert.deepEqual(faults(rows.join('\n')), ['yaml-too-many-aliases 4:10']);
  });

  it('copies the value of an alias', () => {
    const value = read('a: &a {x: [1]}\nb: *a') as { a: { x: number[] }; b: { x: number[] } };
    value.b.x.push(2);
    assert.deepEqual(value.a, { x: [1] });
  });

  it('refuses more than 1 MiB, counted in bytes', () => {
    assert.deepEqual(faults('a'.repeat(largestSource + 1)), ['file-too-large 1:1']);
    assert.deepEqual(faults(`# ${'é'.repeat(largestSource / 2)}`), ['file-too-large 1:1']);
    assert.equal(read(`# ${'a'.repeat(largestSource - 2)}`), undefined);
  });

  for (const unit of ['[', '{a: ', '- ', '"a', '&a ', 'a: x\n', 'a: |\n', '%a\n', '- *a\n'])
    it(`answers to ${JSON.stringify(unit)} without end`, () => {
      const { diagnostics } = parseSource(unit.repeat(50_000), 'f');
      assert.ok(diagnostics.length <= 100);
      for (const { message } of diagnostics) assert.ok(message.length < 300);
    });

  it('never throws, and every span lies in the text', () => {
    const fragment = fc.constantFrom(
      ...[
        'a: ',
        '- ',
        '\n',
        '  ',
        '\t',
        '{',
        '}',
        '[',
        ']',
        ',',
        '"',
        "'",
        '|\n',
        '>',
        '&a ',
        '*a',
        '!!str ',
        '? ',
        ': ',
      ],
      ...['---\n', '...\n', '#', '<<: ', 'on', '0120', '\r\n', '\u2028', '%YAML 1.1\n', '${x}', '\ud800', '😀', 'é'],
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fragment, { maxLength: 30 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const { documents, diagnostics } = parseSource(text, 'f');
        const lines = text.split('\n');
        const spans = documents.flatMap(({ value, locate }) =>
          [...pathsOf(value), ['no', 'such', 0]].flatMap((path) => [locate(path), locate(path, 'key')]),
        );
        for (const span of [...spans, ...diagnostics.flatMap((each) => each.span ?? [])]) {
          assert.ok(span.line >= 1 && span.line <= span.endLine && span.endLine <= lines.length, text);
          assert.ok(span.column >= 1 && span.column <= (lines[span.line - 1]?.length ?? 0) + 1, text);
          assert.ok(span.endColumn <= (lines[span.endLine - 1]?.length ?? 0) + 1, text);
          assert.ok(span.endLine > span.line || span.endColumn >= span.column, text);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('locate', () => {
  const text = 'a:\n  b: [x, "y z"]\n  c:\n"d": &anchor\n  e: 1\nf: *anchor\n';
  const [document] = parseSource(text, 'f').documents;
  const at = (path: JsonPath, what?: 'key' | 'value'): string => {
    const span = document?.locate(path, what);
    return `${span?.line}:${span?.column}-${span?.endLine}:${span?.endColumn}`;
  };

  it('finds keys and values', () => {
    assert.equal(at(['a'], 'key'), '1:1-1:2');
    assert.equal(at(['a', 'b', 1]), '2:10-2:15');
    assert.equal(at(['d'], 'key'), '4:1-4:4');
    assert.equal(at(['a', 'b']), '2:6-2:16');
  });

  it('shows the key of a missing value', () => assert.equal(at(['a', 'c']), '3:3-3:4'));
  it('follows an alias to its value', () => assert.equal(at(['f', 'e']), '5:6-5:7'));
  it('shows the nearest parent of a path that leads nowhere', () =>
    assert.equal(at(['a', 'b', 1, 'x', 2]), '2:10-2:15'));
});
