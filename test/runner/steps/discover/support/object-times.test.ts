import assert from 'node:assert/strict';
import { birthOf, containerOf, startOf } from '../../../../../runner/steps/discover/support/object-times.ts';
import { podObject } from '../../../../support/service-objects.ts';
import { early, late, podStarted, serviceBorn } from '../fake-environment.ts';

describe('startOf', () => {
  it('is the start of the running container, else of the pod', () => {
    assert.equal(startOf(podStarted(late)), late);
    assert.equal(startOf(podObject('x', { status: { startTime: early } })), early);
    assert.equal(birthOf(serviceBorn(early)), early);
    assert.equal(containerOf(podStarted(late))?.['name'], 'kubia');
    assert.equal(startOf(podObject('x')), '');
  });
});
