import assert from 'node:assert/strict';
import { describeVantage } from '../../../runner/probe/vantage-text.ts';

describe('describeVantage', () => {
  it('names each place', () => {
    assert.equal(describeVantage({ place: 'pod', namespace: 'demo', pod: 'web' }), 'pod web');
    assert.equal(describeVantage({ place: 'node', node: 'kind-worker' }), 'node kind-worker');
    assert.equal(describeVantage({ place: 'outside' }), 'a host outside the cluster');
  });
});
