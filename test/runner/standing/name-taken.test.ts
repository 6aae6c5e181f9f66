import assert from 'node:assert/strict';
import { DiagnosticError } from '../../../runner/core/diagnostic.ts';
import { handleNameTaken } from '../../../runner/standing/name-taken.ts';
import type { StandSettings } from '../../../runner/standing/stand-settings.ts';
import type { StandingCluster } from '../../../runner/standing/standing-cluster.ts';
import { NameTaken } from '../../../runner/standing/take-name.ts';
import { memoryIo } from '../../support/memory-io.ts';
import { standing } from '../../support/standing.ts';

const settings: StandSettings = { name: 'web', provider: 'fake', proxyMode: 'iptables', ingress: false };
const fingerprint = {
  provider: 'fake',
  kubernetesVersion: 'v1.34.0',
  proxyMode: 'iptables',
  isolation: 'none',
  nodes: 2,
};
const line = 'export KUBECONFIG=/home/me/.plumbline/clusters/web/kubeconfig\n';

const answer = async (wanted: Partial<StandSettings>, more: Partial<StandingCluster> = {}) => {
  const io = memoryIo('/home/me');
  const alive = await standing({ name: 'web', fingerprint, inProcess: false, ...more });
  const give = (): number =>
    handleNameTaken(new NameTaken('web', 'fake, since today', alive), { ...settings, ...wanted }, io);
  return { io, give };
};

describe('a name that is taken', () => {
  for (const [title, wanted, more] of [
    ['nothing else is asked for', {}, {}],
    ['the same is asked for', { workers: 1, nodeImage: 'n' }, { asked: { nodeImage: 'n' } }],
    ['it has an ingress controller in any case', { ingress: true }, { inProcess: true }],
  ] as const)
    it(`by a running cluster gives its export line if ${title}`, async () => {
      const { io, give } = await answer(wanted, more);
      assert.equal(give(), 0);
      assert.equal(io.stdout, line);
      const since = '2026-01-31T14:25:01.000Z';
      assert.equal(
        io.stderr,
        `Cluster web is already running: fake v1.34.0 (none, iptables, 2 nodes), since ${since}\nkubectl get nodes\nIt stays until you run: plumbline down web\n`,
      );
    });

  for (const [wanted, more, says] of [
    [{ provider: 'kind' }, {}, 'its provider is fake, not kind'],
    [{ workers: 2 }, {}, 'its number of nodes is 2, not 3'],
    [
      { workers: 2, proxyMode: 'nftables' },
      {},
      'its number of nodes is 2, not 3, and its proxy mode is iptables, not nftables',
    ],
    [{ nodeImage: 'new' }, { asked: { nodeImage: 'old' } }, 'its node image is old, not new'],
    [{ probeImage: 'p' }, {}, "its probe image is the provider's default, not p"],
    [{ ingress: true }, {}, 'it was started without an ingress controller'],
  ] as const)
    it(`by a different cluster gives its export line and a fault: ${says}`, async () => {
      const { io, give } = await answer(wanted, more);
      assert.throws(give, (fault: DiagnosticError) => {
        assert.deepEqual(fault.diagnostics, [
          {
            code: 'cluster-exists',
            message: `A cluster web already exists: fake, since today. But ${says}.`,
            hint: 'End it: plumbline down web. Or start another one beside it: plumbline up --name NAME.',
          },
        ]);
        return true;
      });
      assert.deepEqual([io.stdout, io.stderr], [line, '']);
    });

  it('by a cluster that does not answer still gives its export line, so that kubectl finds no other cluster', () => {
    const io = memoryIo('/home/me');
    const fault = new NameTaken('web', 'starting');
    assert.throws(() => handleNameTaken(fault, settings, io), fault);
    assert.equal(io.stdout, line);
  });

  it('is the only fault that it handles', () => {
    const io = memoryIo('/home/me');
    const fault = new DiagnosticError({ code: 'cluster-boot-failed', message: 'no' });
    assert.throws(() => handleNameTaken(fault, settings, io), fault);
    assert.equal(io.stdout, '');
  });
});
