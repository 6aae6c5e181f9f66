import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { manualClock } from '../../../runner/core/clock.ts';
import { DiagnosticError } from '../../../runner/core/diagnostic.ts';
import { toDescribedImage } from '../../../runner/core/simulated-image.ts';
import type { StandSettings } from '../../../runner/standing/stand-settings.ts';
import { standUp } from '../../../runner/standing/stand-up.ts';
import { filesOf, readCluster } from '../../../runner/standing/standing-cluster.ts';
import { fakeCluster } from '../../support/fake-cluster.ts';
import { testFolder } from '../../support/folder.ts';
import { type MemoryIo, memoryIo } from '../../support/memory-io.ts';
import { type FakeProvider, fakeProvider } from '../../support/standing.ts';

describe('stand-up', () => {
  const folder = testFolder();
  const settings: StandSettings = {
    provider: 'fake',
    workers: 1,
    proxyMode: 'iptables',
    name: 'default',
    ingress: false,
  };

  /** Starts a cluster, and calls `meanwhile` after each second of the clock until the start is over. */
  const stand = async (
    provider: FakeProvider,
    meanwhile: (io: MemoryIo) => void = () => undefined,
    more: Partial<StandSettings> = {},
  ) => {
    const clock = manualClock(Date.parse('2026-01-31T14:25:01Z'));
    const io = memoryIo(folder.path, { clock });
    let code: number | Error | undefined;
    void standUp({ ...settings, ...more }, io, async () => provider).then(
      (value) => {
        code = value;
      },
      (fault: Error) => {
        code = fault;
      },
    );
    for (let seconds = 0; code === undefined && seconds < 1_000; seconds++) {
      // To read the owner of a process takes turns of the event loop that the clock does not see.
      await new Promise((resolve) => setTimeout(resolve, 1));
      await clock.advance(1_000);
      meanwhile(io);
    }
    return { io, code, calls: provider.calls, left: readCluster(folder.path, more.name ?? 'default') };
  };

  const isReady = (): boolean => {
    const found = readCluster(folder.path, 'default');
    return typeof found === 'object' && found.state === 'ready';
  };

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    it(`keeps an embedded cluster until ${signal}, with ingress and load balancers, and leaves nothing`, async () => {
      const { io, code, calls, left } = await stand(fakeProvider(), (io) => {
        if (isReady()) io.send(signal);
      });
      assert.deepEqual([code, left, io.sparing], [0, undefined, true]);
      assert.deepEqual(calls, ['start keep=false', 'provide {"ingress":true,"loadBalancer":true}', 'close']);
      assert.match(io.stdout, /^export KUBECONFIG=/);
      assert.match(io.stderr, /start +1\.5s\nCluster default: .*\nkubectl get nodes\nIt runs until you press Ctrl-C/);
      assert.match(io.stderr, new RegExp(`${signal}: ending cluster default`));
    });

  it('passes the descriptions of images of the project to the cluster', async () => {
    let told: unknown;
    const image = toDescribedImage('shop/web', { 'ready-after': '0s', shell: 'none' });
    const start = async ({ simulatedImages }: { simulatedImages?: unknown }) => {
      told = simulatedImages;
      return fakeCluster();
    };
    await stand(fakeProvider({ stays: true, start }), undefined, { name: 'own', simulatedImages: [image] });
    assert.deepEqual(told, [image]);
  });

  it('ends an embedded cluster when its files are gone', async () => {
    const { code, calls } = await stand(fakeProvider(), () => {
      if (isReady()) rmSync(filesOf(folder.path, 'default').folder, { recursive: true });
    });
    assert.deepEqual([code, calls.at(-1)], [0, 'close']);
  });

  it('leaves a cluster of containers running when it returns', async () => {
    const { io, code, calls, left } = await stand(fakeProvider({ stays: true }), undefined, { name: 'real' });
    assert.equal(code, 0);
    assert.deepEqual(calls, ['start keep=true', 'provide {"ingress":false}', 'close']);
    assert.deepEqual(typeof left === 'object' && [left.state, left.inProcess, left.fingerprint?.provider], [
      'ready',
      false,
      'fake',
    ]);
    assert.match(io.stderr, /It stays until you run: plumbline down real/);
  });

  it('reports a failed boot, and leaves nothing', async () => {
    const fault = new DiagnosticError({ code: 'cluster-boot-failed', message: 'systemd' });
    const provider = fakeProvider({ stays: true, start: () => Promise.reject(fault) });
    const { code, left } = await stand(provider);
    assert.deepEqual([code, left], [fault, undefined]);
  });

  it('counts a need that cannot be met as a failed boot, and removes the cluster', async () => {
    const start = async () => ({ ...fakeCluster(), provide: async () => ['No ingress controller.'] });
    const { code, calls, left } = await stand(fakeProvider({ stays: true, start }), undefined, { ingress: true });
    assert.match(String(code), /cluster-boot-failed: No ingress controller\./);
    assert.deepEqual([calls.slice(-2), left], [['close', 'remove'], undefined]);
  });

  const slow = (): FakeProvider =>
    fakeProvider({
      stays: true,
      start: ({ signal }) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true })),
    });

  for (const [signal, expected] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)
    it(`exits with ${expected} at ${signal} during the boot`, async () => {
      const { code, left } = await stand(slow(), (io) => io.send(signal));
      assert.deepEqual([code, left], [expected, undefined]);
    });

  it('removes the cluster of a provider that ignores the signal as soon as it has started', async () => {
    let sent = (): void => undefined;
    const start = async () => {
      sent();
      return fakeCluster();
    };
    const provider = fakeProvider({ stays: true, start });
    const clock = manualClock();
    const io = memoryIo(folder.path, { clock });
    sent = () => io.send('SIGINT');
    assert.equal(await standUp(settings, io, async () => provider), 130);
    assert.deepEqual([provider.calls.slice(-2), readCluster(folder.path, 'default')], [['close', 'remove'], undefined]);
  });

  it('exits at once at a second signal, and keeps the file of the cluster', async () => {
    const stuck = fakeProvider({ stays: true, start: () => new Promise(() => undefined) });
    const clock = manualClock();
    const io = memoryIo(folder.path, { clock });
    void standUp({ ...settings, name: 'stuck' }, io, async () => stuck);
    while (stuck.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    io.send('SIGINT');
    await clock.advance(1_000);
    io.send('SIGINT');
    assert.equal(io.exited, 130);
    assert.match(io.stderr, /Remove it: plumbline down stuck/);
    assert.equal(typeof readCluster(folder.path, 'stuck'), 'object');
  });
});
