import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecRequest } from '../../../../runner/cluster/cluster.ts';
import { askDns } from '../../../../runner/steps/discover/ask-dns.ts';
import { Unobservable } from '../../../../runner/steps/finding.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { stepContext } from '../../../support/step-context.ts';
import { digText, dnsCluster, podResolver } from './fake-dns.ts';

const vantage = { place: 'pod', namespace: 'demo', pod: 'kubia-1' } as const;
const question = (name: string, type: 'A' | 'AAAA' | 'SRV' = 'A', search = true) => ({ name, type, search });

/** A dig that knows two names, and a getent; both log how they were called. */
const dig = `#!/bin/sh
echo "$@" >> "$0.log"
case "$5 $7" in
'A kubia.svc.cluster.local.') cat <<'END'
${digText('A', 'kubia.svc.cluster.local.', ['10.96.0.17'])}
END
;;
'A empty.demo.svc.cluster.local.') cat <<'END'
${digText('A', 'empty.demo.svc.cluster.local.', 'NODATA')}
END
;;
'A down.demo.svc.cluster.local.'|'A half.cluster.local.') cat <<'END'
${digText('A', 'x.', 'down')}
END
exit 9
;;
*) cat <<'END'
${digText('A', 'x.', 'NXDOMAIN')}
END
;;
esac
`;
const getent = `#!/bin/sh
case "$1 $2" in
'ahostsv4 kubia') echo '10.96.0.17      STREAM kubia.demo.svc.cluster.local'; echo '10.96.0.17      DGRAM  ' ;;
'ahostsv6 kubia') echo '::ffff:10.96.0.17 STREAM kubia.demo.svc.cluster.local'; echo 'fd00::17 STREAM ' ;;
*) exit 2 ;;
esac
`;

describe('askDns', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plumbline-test-'));
    await writeFile(join(folder, 'cat'), '#!/bin/sh\nwhile IFS= read -r line; do printf "%s\\n" "$line"; done\n');
    await chmod(join(folder, 'cat'), 0o755);
  });
  afterEach(() => rm(folder, { recursive: true }));
  const install = async (name: string, text: string): Promise<void> => {
    await writeFile(join(folder, name), text);
    await chmod(join(folder, name), 0o755);
  };

  /** Runs the script in a real shell that has the programs of the folder and no others. */
  const shell = (request: ExecRequest) => {
    if (request.command[2]?.includes('/etc/resolv.conf')) return { stdout: podResolver };
    const [, ...args] = request.command;
    const { status, stdout, stderr } = spawnSync('/bin/sh', args, { env: { PATH: folder }, encoding: 'utf8' });
    return { status: status ?? undefined, stdout, stderr };
  };
  const context = () => stepContext(fakeCluster({ exec: (_vantage, request) => shell(request) }));

  it('asks for each completed name until one has records', async () => {
    await install('dig', dig);
    const { lookups } = await askDns(context(), vantage, [question('kubia'), question('empty'), question('kubia')]);
    const asked = lookups.map(({ answers }) =>
      answers.map(({ name, rcode, records }) => [name, rcode, ...records].join(' ')),
    );
    assert.deepEqual(asked, [
      ['kubia.demo.svc.cluster.local. NXDOMAIN', 'kubia.svc.cluster.local. NOERROR 10.96.0.17'],
      ['empty.demo.svc.cluster.local. NOERROR', 'empty.svc.cluster.local. NXDOMAIN', 'empty.cluster.local. NXDOMAIN'],
      ['kubia.demo.svc.cluster.local. NXDOMAIN', 'kubia.svc.cluster.local. NOERROR 10.96.0.17'],
    ]);
  });

  it('asks for a name as it is when it shall', async () => {
    await install('dig', dig);
    const { lookups } = await askDns(context(), vantage, [question('kubia', 'A', false)]);
    assert.deepEqual(
      lookups[0]?.answers.map(({ name }) => name),
      ['kubia.'],
    );
  });

  it('does not go on asking a server that is silent', async () => {
    await install('dig', dig);
    const asked = async (...names: string[]) => {
      const { lookups } = await askDns(
        context(),
        vantage,
        names.map((name) => question(name)),
      );
      return lookups.map(({ answers }) => answers.map(({ name, rcode }) => `${name} ${rcode}`));
    };
    assert.deepEqual(await asked('down', 'kubia'), [['down.demo.svc.cluster.local. undefined'], []]);
    const [, down, after] = await asked('kubia', 'down', 'kubia');
    assert.deepEqual(down, ['down.demo.svc.cluster.local. undefined']);
    assert.equal(after?.length, 2);
    assert.equal((await asked('half', 'kubia'))[0]?.length, 3);
  });

  it('falls back to getent for addresses', async () => {
    await install('getent', getent);
    const { lookups } = await askDns(context(), vantage, [
      question('kubia'),
      question('nope'),
      question('kubia', 'AAAA'),
    ]);
    assert.deepEqual(
      lookups.map(({ tool, answers }) => [tool, answers[0]?.name, answers[0]?.records]),
      [
        ['getent', 'kubia.demo.svc.cluster.local', ['10.96.0.17']],
        ['getent', 'nope', []],
        ['getent', 'kubia.demo.svc.cluster.local', ['fd00::17']],
      ],
    );
  });

  it('a place with neither program, or getent for other records, has no answer', async () => {
    const missing = (fault: unknown) => fault instanceof Unobservable && fault.reason.code === 'tool-missing';
    await assert.rejects(askDns(context(), vantage, [question('kubia')]), missing);
    await install('getent', getent);
    await assert.rejects(askDns(context(), vantage, [question('_http._tcp.kubia', 'SRV')]), missing);
  });

  it('a name that is none never reaches a shell', async () => {
    for (const name of ['-x', '@10.0.0.1', '$(reboot)', 'a b', 'a;b', 'a..b', '', '*', "a'b", 'x'.repeat(300)])
      await assert.rejects(
        askDns(stepContext(fakeCluster({ exec: () => assert.fail('ran') })), vantage, [question(name)]),
        (fault) => fault instanceof Unobservable && fault.reason.code === 'spec-invalid',
        name,
      );
  });

  it('a transcript without its end is not read', async () => {
    const cluster = fakeCluster({
      exec: (_vantage, { command }) => ({
        stdout: command[2]?.includes('resolv.conf') ? podResolver : `\n${command[4]} dig 0 x.\n`,
      }),
    });
    await assert.rejects(
      askDns(stepContext(cluster), vantage, [question('x')]),
      (fault) => fault instanceof Unobservable && fault.reason.code === 'transcript-unreadable',
    );
  });

  it("reads a place's settings once a step", async () => {
    let reads = 0;
    const cluster = dnsCluster({ zone: {} });
    const { exec } = cluster;
    cluster.exec = (where, request) => {
      if (request.command[2]?.includes('resolv.conf')) reads++;
      return exec(where, request);
    };
    const once = stepContext(cluster);
    await askDns(once, vantage, [question('a')]);
    await askDns(once, vantage, [question('a')]);
    assert.equal(reads, 1);
    await askDns(once, { ...vantage, pod: 'other' }, [question('a')]);
    assert.equal(reads, 2);
  });
});
