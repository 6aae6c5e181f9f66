import assert from 'node:assert/strict';
import { pingAddress } from '../../../../runner/probe/ping/ping-address.ts';
import { Unmet } from '../../../../runner/steps/finding.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { podObject } from '../../../support/service-objects.ts';
import { stepContext } from '../../../support/step-context.ts';

const objects = [podObject('kubia-1', { ip: '10.244.0.1' }), podObject('new', { app: 'new', ip: '' })];
const address = (to: string) => pingAddress(stepContext(fakeCluster({ objects })), to);

describe('pingAddress', () => {
  for (const [to, expected] of [
    ['10.1.2.3', '10.1.2.3'],
    ['kubia', 'kubia'],
    ['pod/kubia-1', '10.244.0.1'],
    ['pod/app=kubia', '10.244.0.1'],
  ] as const)
    it(to, async () => assert.equal(await address(to), expected));

  for (const [to, code, pattern] of [
    ['pod/kubia-2', 'not-found', /did you mean kubia-1/],
    ['pod/app=x', 'not-found', /No pod has the label app=x/],
    ['pod/new', 'not-ready', /no address yet/],
  ] as const)
    it(`rejects ${to} with ${code}`, () =>
      assert.rejects(
        address(to),
        (error: unknown) => error instanceof Unmet && error.reason.code === code && pattern.test(error.message),
      ));
});
