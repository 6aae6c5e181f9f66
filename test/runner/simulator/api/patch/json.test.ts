import assert from 'node:assert/strict';
import { applyJsonPatch } from '../../../../../runner/simulator/api/patch/json.ts';

describe('JSON patch', () => {
  const target = { spec: { ports: [{ port: 80 }] } };

  it('applies to a copy', () => {
    const patch = [{ op: 'replace', path: '/spec/ports/0/port', value: 81 }];
    assert.deepEqual(applyJsonPatch(target, patch), { spec: { ports: [{ port: 81 }] } });
    assert.equal(target.spec.ports[0]?.port, 80);
  });

  for (const [name, patch] of [
    ['a path that is not there', [{ op: 'remove', path: '/spec/x' }]],
    ['a test that fails', [{ op: 'test', path: '/spec/ports/0/port', value: 1 }]],
    ['an unknown operation', [{ op: 'eat', path: '/spec' }]],
    ['a prototype', [{ op: 'add', path: '/__proto__/x', value: 1 }]],
  ] as const)
    it(`refuses ${name}`, () => assert.throws(() => applyJsonPatch(target, [...patch]), { code: 422 }));

  it('refuses what is no list', () => assert.throws(() => applyJsonPatch(target, {}), { code: 400 }));
});
