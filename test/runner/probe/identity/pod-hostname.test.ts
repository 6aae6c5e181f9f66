import assert from 'node:assert/strict';
import { podHostname } from '../../../../runner/probe/identity/pod-hostname.ts';
import { podObject } from '../../../support/service-objects.ts';

describe('podHostname', () => {
  for (const [title, name, spec, expected] of [
    ['is the name of the pod', 'kubia-1', {}, 'kubia-1'],
    ['is spec.hostname', 'kubia-1', { hostname: 'db' }, 'db'],
    ['is the node name in the host network', 'kubia-1', { hostNetwork: true, nodeName: 'n1', hostname: 'db' }, 'n1'],
    ['has at most 63 characters', 'a'.repeat(70), {}, 'a'.repeat(63)],
    ['does not end with a hyphen or dot', `${'a'.repeat(61)}-.b`, {}, 'a'.repeat(61)],
  ] as const)
    it(title, () => assert.equal(podHostname(name, podObject(name, { spec })), expected));

  it("is the pod's name when the pod no longer exists", () =>
    assert.equal(podHostname('kubia-1', undefined), 'kubia-1'));
});
