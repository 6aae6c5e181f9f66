import assert from 'node:assert/strict';
import { podHostname } from '../../../../runner/probe/identity/pod-hostname.ts';
import { podObject } from '../../../support/service-objects.ts';

describe('podHostname', () => {
  for (const [title, name, spec, expected] of [
    ['the name', 'kubia-1', {}, 'kubia-1'],
    ['spec.hostname', 'kubia-1', { hostname: 'db' }, 'db'],
    ['the node on its network', 'kubia-1', { hostNetwork: true, nodeName: 'n1', hostname: 'db' }, 'n1'],
    ['63 letters', 'a'.repeat(70), {}, 'a'.repeat(63)],
    ['no hyphen or dot at the end', `${'a'.repeat(61)}-.b`, {}, 'a'.repeat(61)],
  ] as const)
    it(title, () => assert.equal(podHostname(name, podObject(name, { spec })), expected));

  it("is the pod's name when the pod no longer exists", () =>
    assert.equal(podHostname('kubia-1', undefined), 'kubia-1'));
});
