import assert from 'node:assert/strict';
import { propertiesOf, renderXml } from '../../../reporters/junit/xml.ts';

describe('renderXml', () => {
  it('indents elements, does not change text, and leaves out undefined attributes', () => {
    const root = {
      name: 'a',
      attributes: { x: '<1>', y: undefined },
      children: [{ name: 'b', children: ' text\n  more' }, { name: 'c' }],
    };
    assert.equal(
      renderXml(root),
      '<?xml version="1.0" encoding="UTF-8"?>\n<a x="&lt;1&gt;">\n  <b> text\n  more</b>\n  <c/>\n</a>\n',
    );
  });

  it('writes no properties without a value', () => {
    assert.deepEqual(propertiesOf({ a: undefined, b: '' }), []);
    assert.deepEqual(propertiesOf({ a: 0 })[0]?.children, [
      { name: 'property', attributes: { name: 'a', value: '0' } },
    ]);
  });
});
