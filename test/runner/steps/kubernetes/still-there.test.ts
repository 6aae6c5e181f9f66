import assert from 'node:assert/strict';
import { hintForLingering, whyStillThere } from '../../../../runner/steps/kubernetes/still-there.ts';
import { podObject } from '../../../support/service-objects.ts';

const pod = podObject('a');
const with_ = (metadata: object) => ({ ...pod, metadata: { ...pod.metadata, ...metadata } });
const leaving = with_({ deletionTimestamp: '2026-01-01T00:00:00Z' });
const held = with_({ deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['example.com/a', 'example.com/b'] });

describe('what is still there', () => {
  it('was not deleted, is on its way out, or is held', () => {
    assert.equal(whyStillThere(with_({ finalizers: ['example.com/a'] })), 'pod/a: nobody has deleted it');
    assert.equal(whyStillThere(leaving), 'pod/a: being deleted since 2026-01-01T00:00:00Z');
    assert.match(whyStillThere(held), /, held by the finalizers example\.com\/a, example\.com\/b$/);
  });

  it('goes when somebody does something about it', () => {
    assert.match(hintForLingering([leaving, held]) ?? '', /remove it first/);
    assert.match(hintForLingering([leaving]) ?? '', /containers have ended/);
    assert.equal(hintForLingering([{ ...leaving, kind: 'Service' }, pod]), undefined);
  });
});
