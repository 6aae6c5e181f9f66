import assert from 'node:assert/strict';
import { targetText } from '../../../../../runner/steps/connect/support/target-shape.ts';

describe('target shapes', () => {
  it('prefers the URL to the Service', () => {
    assert.equal(targetText({ service: 'kubia' }), 'Service kubia');
    assert.equal(targetText({ service: 'kubia', url: 'http://x' }), 'http://x');
  });
});
