import assert from 'node:assert/strict';
import type { ExecRequest } from '../../../../runner/cluster/cluster.ts';
import { Unobservable } from '../../../../runner/core/rejection.ts';
import { startProber } from '../../../../runner/probe/batch/prober.ts';
import type { ProberConnection } from '../../../../runner/probe/batch/prober-record.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { answered, type FakeProberOptions, fakeProber } from '../../../support/fake-prober.ts';
import { stepContext } from '../../../support/step-context.ts';

const start = async (options: FakeProberOptions, connection: ProberConnection = 'new') => {
  const fake = fakeProber(options);
  const asked: ExecRequest[] = [];
  const cluster = fakeCluster({
    exec: (vantage, request) => {
      asked.push(request);
      return fake.exec(vantage, request) ?? {};
    },
  });
  const prober = await startProber(stepContext(cluster), { place: 'outside' }, 'http://kubia/"', connection);
  return { prober, asked };
};
const rejects = (options: Partial<FakeProberOptions>, code: string) =>
  assert.rejects(
    start({ requests: {}, ...options }),
    (cause) => cause instanceof Unobservable && cause.reason.code === code,
  );

describe('startProber', () => {
  for (const connection of ['new', 'open'] as const)
    it(`counts requests in the phase in which they began (${connection})`, async () => {
      const requests = { before: answered(2), during: answered(1), after: answered(3) };
      const { prober } = await start({ requests }, connection);
      await prober.enter('during');
      await prober.enter('after');
      const phases = (await prober.stop()).map(({ phase, outcome }) => `${phase} ${outcome}`);
      assert.deepEqual(
        phases,
        ['before', 'before', 'during', 'after', 'after', 'after'].map((phase) => `${phase} answered`),
      );
    });

  it('keeps one connection, limits the rate, and reads the phase between requests', async () => {
    const { asked, prober } = await start({ requests: { before: answered(1) } }, 'open');
    const [run] = asked;
    for (const word of ['--fail-early', '--rate', '20/s', '=http,https,file'])
      assert.ok(run?.command.includes(word), word);
    const [phase = '', output = '', url = ''] = run?.stdin?.split('\n') ?? [];
    assert.match(phase, /^url = "file:\/\/\/tmp\/plumbline-[0-9a-f]{32}"$/);
    assert.deepEqual([output, url], ['output = "-"', 'url = "http://kubia/\\""']);
    await prober.stop();
  });

  it("changes the phase through its file only, and keeps the mark out of the file's name", async () => {
    const { asked, prober } = await start({ requests: { before: answered(1) } });
    const [mark, file] = asked[0]?.command.slice(4, 6) ?? [];
    assert.ok(file?.startsWith('/tmp/plumbline-') && !file.includes(String(mark)));
    await prober.stop();
    assert.deepEqual(asked.at(-1)?.command.slice(-1), [file]);
  });

  it('aborts an abandoned prober with a signal of its own', async () => {
    const { asked, prober } = await start({ requests: {} });
    const { signal } = new AbortController();
    await prober.abandon(signal);
    assert.equal(asked.at(-1)?.command[2], 'rm -f "$1"');
  });

  it('rejects a place with no writable /tmp, without curl, or with an old curl', async () => {
    await rejects({ early: { status: 73 } }, 'exec-failed');
    await rejects({ early: { status: 127, stderr: 'plumbline: missing curl\n' } }, 'tool-missing');
    await rejects({ early: { status: 2, stderr: 'curl: option --rate: is unknown\n' } }, 'tool-missing');
    await rejects({ early: { status: 0 } }, 'exec-failed');
  });

  it('rejects a run that made no request', async () => {
    const { prober } = await start({ requests: {} });
    await assert.rejects(prober.stop(), Unobservable);
  });
});
