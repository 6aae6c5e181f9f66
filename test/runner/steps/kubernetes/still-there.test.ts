import assert from 'node:assert/strict';
import { stillThere } from '../../../../runner/steps/kubernetes/still-there.ts';
import { verdictOf } from '../../../support/look.ts';
import { podObject } from '../../../support/service-objects.ts';

const pod = podObject('a');
const podWith = (metadata: object) => ({ ...pod, metadata: { ...pod.metadata, ...metadata } });
const leaving = podWith({ deletionTimestamp: '2026-01-01T00:00:00Z' });
const held = podWith({ deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['example.com/a', 'example.com/b'] });

const findingFor = (...objects: (typeof pod)[]) => stillThere(objects, 'after 3.0s', { expected: 'it is gone' });
const messageFor = (object: typeof pod): string => findingFor(object).reason?.message ?? '';

describe('stillThere', () => {
  it('explains why an object still exists: not deleted, being deleted, or kept by finalizers', () => {
    assert.equal(
      messageFor(podWith({ finalizers: ['example.com/a'] })),
      'pod/a still exists after 3.0s. pod/a has not been deleted.',
    );
    assert.match(messageFor(leaving), /pod\/a is being deleted \(deletionTimestamp 2026-01-01T00:00:00Z\)\.$/);
    assert.match(messageFor(held), /, and has the finalizers example\.com\/a, example\.com\/b\.$/);
  });

  it('gives advice', () => {
    assert.match(findingFor(leaving, held).reason?.hint ?? '', /remove it first/);
    assert.match(findingFor(leaving).reason?.hint ?? '', /containers have terminated/);
    assert.equal(findingFor({ ...leaving, kind: 'Service' }, pod).reason?.hint, undefined);
  });

  it('names the first objects, and all of them in the evidence', () => {
    const finding = findingFor(...['a', 'b', 'c', 'd', 'e'].map((name) => podObject(name)));
    assert.equal(verdictOf(finding), 'failed still-there');
    assert.match(finding.reason?.message ?? '', /^pod\/a, pod\/b, pod\/c and 2 more still exist/);
    assert.equal(finding.evidence[0]?.text.split('\n').length, 5);
  });
});
