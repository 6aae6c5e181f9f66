import assert from 'node:assert/strict';
import { endpointsPending } from '../../../../runner/diagnosis/links/endpoints-pending.ts';
import { explainLink } from '../../../support/explain-link.ts';
import { podObject, serviceObject, serviceWithPods, sliceObject } from '../../../support/service-objects.ts';

describe('link endpoints-pending', () => {
  it('holds for a sound Service', async () =>
    assert.equal(await explainLink(endpointsPending, serviceWithPods(2)), undefined));

  it('reports why a matching pod is not an endpoint yet', async () => {
    const state = { waiting: { reason: 'ImagePullBackOff', message: 'Back-off pulling image "luksa/kubai"' } };
    const status = { phase: 'Pending', containerStatuses: [{ name: 'kubia', state }] };
    const reason = await explainLink(endpointsPending, [
      serviceObject(),
      sliceObject([]),
      podObject('kubia-1', { ready: false, status }),
    ]);
    assert.equal(reason?.code, 'no-endpoints');
    assert.match(
      reason?.message ?? '',
      /1 pod match.* container kubia is waiting: ImagePullBackOff \(Back-off pulling image "luksa\/kubai"\)/,
    );
  });
});
