import assert from 'node:assert/strict';
import {
  isExternal,
  isHeadless,
  needsHealthCheck,
  needsNodePort,
  warningsOfService,
} from '../../../../../../runner/simulator/api/kinds/service/facts.ts';
import type { Service } from '../../../../../../runner/simulator/objects/services.ts';
import { makeApi, serviceOf } from '../../../cluster.ts';

const made = (spec: object): Service =>
  makeApi().create('Service', serviceOf('a', spec as never)) as unknown as Service;

describe('facts of a Service', () => {
  it('tells the types apart', () => {
    assert.equal(isHeadless(made({ clusterIP: 'None' })), true);
    assert.equal(isExternal(made({ externalIPs: ['203.0.113.5'] })), true);
    assert.equal(isExternal(made({})), false);
    assert.equal(needsNodePort(made({ type: 'LoadBalancer', allocateLoadBalancerNodePorts: false })), false);
    assert.equal(needsHealthCheck(made({ type: 'LoadBalancer', externalTrafficPolicy: 'Local' })), true);
  });

  for (const [spec, warning] of [
    [{ externalName: 'a.b' }, 'spec.externalName is ignored when spec.type is not "ExternalName"'],
    [{ clusterIP: 'None', externalIPs: ['203.0.113.5'] }, 'spec.externalIPs is ignored for headless services'],
    [{ clusterIP: 'None', sessionAffinity: 'ClientIP' }, 'spec.SessionAffinity is ignored for headless services'],
    [{ clusterIP: 'None', loadBalancerIP: '1.2.3.4' }, 'spec.loadBalancerIP is ignored for headless services'],
  ] as const)
    it(warning, () => assert.deepEqual(warningsOfService(made(spec)), [warning]));
});
