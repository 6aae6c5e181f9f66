import assert from 'node:assert/strict';
import { reviewAt } from '../../../../../runner/simulator/api/http/reviews.ts';

describe('reviews', () => {
  it('the token may do everything', () => {
    const review = reviewAt('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews');
    assert.deepEqual(review?.({})['status'], { allowed: true });
    assert.equal(reviewAt('/apis/authorization.k8s.io/v1/toString'), undefined);
  });
});
