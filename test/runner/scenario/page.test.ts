import assert from 'node:assert/strict';
import { parseSource } from '../../../runner/core/source.ts';
import { Page } from '../../../runner/scenario/page.ts';

const text = 'a: "x ${b} y ${c}"\nd: |\n  one\n  two ${e}\nf: ${e}\n';

describe('Page', () => {
  const [document] = parseSource(text, 'a.yaml').documents;
  assert.ok(document);
  const places: string[] = [];
  const page = new Page({
    file: 'a.yaml',
    text,
    document,
    sink: ({ span }) => places.push(`${span?.line}:${span?.column}-${span?.endLine}:${span?.endColumn}`),
  });
  const placeOf = (path: string[], written?: string): string | undefined => {
    page.report({ code: 'schema-value', message: '' }, path, 'value', written);
    return places.at(-1);
  };

  it('narrows a place to the part that is wrong', () => {
    assert.equal(placeOf(['a']), '1:4-1:19');
    assert.equal(placeOf(['a'], '${c}'), '1:14-1:18');
    assert.equal(placeOf(['d'], '${e}'), '4:7-4:11');
    assert.equal(placeOf(['f'], '${e}'), '5:4-5:8');
  });

  it('keeps the place of the whole when the part is not in the source', () => {
    assert.equal(placeOf(['a'], '${e}'), '1:4-1:19');
  });
});
