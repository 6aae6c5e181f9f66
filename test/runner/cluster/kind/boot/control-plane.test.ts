import assert from 'node:assert/strict';
import {
  admitWorkers,
  readAdmissions,
  runInit,
  runJoin,
} from '../../../../../runner/cluster/kind/boot/control-plane.ts';
import { EvidentError } from '../../../../../runner/cluster/kind/boot/phases.ts';
import type { KindNode } from '../../../../../runner/cluster/kind/nodes/node.ts';
import { type FakeOutcome, fakeContainer } from '../fake-container.ts';

const node = (name: string, address: string, answer: (script: string) => FakeOutcome = () => ({})) => {
  const container = fakeContainer(({ command }) => answer(command[2] ?? ''));
  const result: KindNode = { name, address, controlPlane: false, container };
  return { ...result, commands: container.commands };
};

const signal = new AbortController().signal;
const printed = `config of w1
-----
config of w2
-----
kind: KubeletConfiguration
-----
KUBELET_KUBEADM_ARGS="--node-ip=172.18.0.2 --v=1"
-----
-----BEGIN CERTIFICATE-----
AAAA
-----END CERTIFICATE-----
`;

describe('readAdmissions', () => {
  const controlPlane = node('cp', '172.18.0.2');
  const workers = [node('w1', '172.18.0.3'), node('w2', '172.18.0.4')];

  it("gives each worker its own kubeconfig and address, and the cluster's authority", () => {
    const [first, second] = readAdmissions(printed, controlPlane, workers);
    assert.equal(first?.kubeconfig, 'config of w1\n');
    assert.equal(second?.kubeconfig, 'config of w2\n');
    assert.equal(second?.kubeletFlags, 'KUBELET_KUBEADM_ARGS="--node-ip=172.18.0.4 --v=1"\n');
    assert.equal(second?.authority, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
  });

  it('throws for incomplete output', () => {
    assert.throws(() => readAdmissions('config of w1\n-----\n', controlPlane, workers));
  });

  it('reads the output that the control plane prints for the names of the workers', async () => {
    const asked = node('cp', '172.18.0.2', () => ({ stdout: printed }));
    assert.equal((await admitWorkers(asked, workers, signal)).length, 2);
    assert.deepEqual(asked.commands[0]?.command.slice(4), ['w1', 'w2']);
  });
});

describe('runJoin', () => {
  it('passes four parts in one stream', async () => {
    const worker = node('w1', '172.18.0.3');
    await runJoin(
      { worker, kubeconfig: 'a\n', kubeletConfiguration: 'b\n', kubeletFlags: 'c\n', authority: '-----BEGIN X-----\n' },
      signal,
    );
    assert.equal(worker.commands[0]?.stdin, 'a\n-----\nb\n-----\nc\n-----\n-----BEGIN X-----\n');
  });
});

describe('runInit', () => {
  it('shows the last lines of kubeadm and the kubelet if it fails', async () => {
    const failing = node('cp', '', (script) =>
      script.includes('journalctl')
        ? { stdout: 'kubelet: no cgroup\n' }
        : { status: 1, stderr: 'error: execution phase\n' },
    );
    await assert.rejects(runInit(failing, '{}', signal), (error) => {
      assert.ok(error instanceof EvidentError);
      assert.deepEqual(error.evidence, ['error: execution phase', 'kubelet: no cgroup']);
      return true;
    });
  });
});
