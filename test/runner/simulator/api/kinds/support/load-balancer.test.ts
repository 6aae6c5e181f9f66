import assert from 'node:assert/strict';
import { balancerText } from '../../../../../../runner/simulator/api/kinds/support/load-balancer.ts';

describe('addresses of a load balancer', () => {
  it('are told once each', () => {
    assert.equal(balancerText({ ingress: [{ ip: '1.2.3.4' }, { hostname: 'a.b' }, { ip: '1.2.3.4' }] }), '1.2.3.4,a.b');
    assert.equal(balancerText(undefined), '');
  });
});
