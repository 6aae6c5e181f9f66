import assert from 'node:assert/strict';
import { printReady } from '../../../runner/standing/ready-text.ts';
import { memoryIo } from '../../support/memory-io.ts';

const fingerprint = {
  provider: 'embedded',
  kubernetesVersion: 'v1.34.4',
  proxyMode: 'iptables',
  isolation: 'simulated',
  nodes: 2,
};

describe('ready-text', () => {
  it('writes only the line for a shell to standard output', () => {
    const io = memoryIo('/home/me/work');
    printReady({ name: 'web', fingerprint, took: '93ms', ending: 'It ends.' }, io);
    assert.equal(io.stdout, 'export KUBECONFIG=/home/me/work/.plumbline/clusters/web/kubeconfig\n');
    assert.equal(
      io.stderr,
      'Cluster web: embedded v1.34.4 (simulated, iptables, 2 nodes), ready in 93ms\nkubectl get nodes\nIt ends.\n',
    );
  });

  it('quotes any path as one word for the shell', () => {
    const io = memoryIo("/home/it's $(me)");
    printReady({ name: 'web', fingerprint, took: '', ending: '' }, io);
    assert.equal(io.stdout, "export KUBECONFIG='/home/it'\\''s $(me)/.plumbline/clusters/web/kubeconfig'\n");
  });
});
