import assert from 'node:assert/strict';
import { labelText, objectsAt, selectorOf, selectsLabels, textAt } from '../../../runner/probe/read-object.ts';
import { podObject, serviceObject } from '../../support/service-objects.ts';

describe('reading objects', () => {
  it('lists only objects', () => {
    assert.deepEqual(objectsAt({ a: { b: [{ c: 1 }, 2, null] } }, 'a', 'b'), [{ c: 1 }]);
    assert.deepEqual(objectsAt({ a: 'text' }, 'a'), []);
    assert.deepEqual(objectsAt(undefined, 'a'), []);
  });

  it('reads texts', () => {
    assert.equal(textAt({ a: [{ b: 'x' }] }, 'a', 0, 'b'), 'x');
    assert.equal(textAt({ a: 1 }, 'a'), '');
  });

  it('matches all of a selector, and nothing with an empty one', () => {
    const pod = podObject('x');
    assert.equal(selectsLabels({ app: 'kubia' }, pod), true);
    assert.equal(selectsLabels({ app: 'kubia', tier: 'web' }, pod), false);
    assert.equal(selectsLabels({}, pod), false);
  });

  it('reads a selector', () => {
    assert.deepEqual(selectorOf(serviceObject()), { app: 'kubia' });
    assert.deepEqual(selectorOf({ ...serviceObject(), spec: {} }), {});
    assert.equal(labelText({ a: 'b', c: 'd' }), 'a=b,c=d');
  });
});
