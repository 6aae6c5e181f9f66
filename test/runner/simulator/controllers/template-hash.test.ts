import assert from 'node:assert/strict';
import { templateHash, templateText } from '../../../../runner/simulator/controllers/template-hash.ts';

describe('template hash', () => {
  const spec = { containers: [{ name: 'a', image: 'b' }] };

  it('does not depend on the order of keys, nor on its own label', () => {
    const one = { metadata: { labels: { a: '1', b: '2' } }, spec };
    const two = {
      spec: { containers: [{ image: 'b', name: 'a' }] },
      metadata: { labels: { b: '2', a: '1', 'pod-template-hash': 'x' } },
    };
    assert.equal(templateText(one), templateText(two));
    assert.match(templateHash(one), /^[bcdfghjklmnpqrstvwxz2456789]{10}$/);
  });

  it('changes with the template', () => {
    assert.notEqual(templateHash({ spec }), templateHash({ spec: { containers: [{ name: 'a', image: 'c' }] } }));
    assert.notEqual(templateHash({ spec }), templateHash({ spec }, 1));
  });
});
