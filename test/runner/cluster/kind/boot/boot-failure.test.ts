import assert from 'node:assert/strict';
import { describeFailure } from '../../../../../runner/cluster/kind/boot/boot-failure.ts';
import { PhaseFailure, type PhaseName } from '../../../../../runner/cluster/kind/boot/phases.ts';

const describeIt = (phase: PhaseName, message: string, evidence: string[] = [], inotifyInstances = 8_192) =>
  describeFailure(new PhaseFailure(phase, message, evidence), { inotifyInstances });

describe('describeFailure', () => {
  it('names the phase and shows the evidence', () => {
    const { code, message } = describeIt('kubeadm-init', 'It took too long.', ['kubelet: one', 'etcd: two']);
    assert.equal(code, 'cluster-boot-failed');
    assert.equal(
      message,
      'The cluster did not start. The phase kubeadm-init failed: It took too long.\n  kubelet: one\n  etcd: two',
    );
  });

  const cases: [PhaseName, string, RegExp][] = [
    ['containers', 'write /var/lib/docker/x: no space left on device', /disk/],
    ['containers', 'Bind for 127.0.0.1:6443 failed: port is already allocated', /port/],
    ['pull', 'The image a:1 cannot be pulled: manifest unknown', /registry/],
    ['systemd', 'Failed to create inotify object: Too many open files', /max_user_instances/],
    ['api', 'kubelet is configured to not run on a host using cgroup v1', /cgroup v2/],
    ['network', 'could not find an available, non-overlapping IPv4 address pool', /docker network prune/],
    ['contents', 'x has no /kind/version: its image is not a kindest/node image.', /kind publishes/],
    ['network', 'connect ECONNREFUSED /var/run/docker.sock', /docker info/],
  ];
  for (const [phase, message, hint] of cases)
    it(`has a hint for: ${message}`, () => assert.match(describeIt(phase, message).hint ?? '', hint));

  it('reads the evidence too', () => {
    assert.match(describeIt('api', 'It took too long.', ['kubelet: no space left on device']).hint ?? '', /disk/);
  });

  it('suspects the limit of inotify only in phases that watch files', () => {
    assert.match(describeIt('nodes-ready', 'It took too long.', [], 128).hint ?? '', /max_user_instances is 128/);
    assert.equal(describeIt('images', 'It took too long.', [], 128).hint, undefined);
  });

  it('has no hint for an unknown cause', () => {
    assert.equal(describeIt('join', 'It took too long.').hint, undefined);
  });
});
