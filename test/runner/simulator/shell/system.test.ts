import assert from 'node:assert/strict';
import { shellSetting } from '../support/shell.ts';

const code = ({ outcome }: { outcome: object }): unknown => ('code' in outcome ? outcome.code : outcome);

describe('programs of the system', () => {
  for (const [command, stdout] of [
    [['hostname'], 'client\n'],
    [['hostname', '-f'], 'client.members.default.svc.cluster.local\n'],
    [['hostname', '-i'], '10.244.1.9\n'],
    [['uname', '-n'], 'client\n'],
    [['uname', '-sm'], 'Linux x86_64\n'],
    [['id', '-u'], '0\n'],
    [['date', '-u', '+%s %F %T %Z %%'], '1000 1970-01-01 00:16:40 UTC %\n'],
    [['date', '+%s%N'], '1000000000000\n'],
    [['date', '+%3N %Q'], '000 %Q\n'],
    [['printenv', 'HOME'], '/root\n'],
    [['env', '-i', 'A=1', 'B=x=y'], 'A=1\nB=x=y\n'],
    [['env', 'A=b c', 'printenv', 'A'], 'b c\n'],
  ] as const)
    it(command.join(' '), async () => assert.equal((await shellSetting().exec(command)).stdout, stdout));

  it('hostname -f takes the full name from /etc/hosts', async () => {
    const hosts = '# written by the kubelet\n10.244.1.9\tclient.web.default.svc.cluster.local\tclient\n';
    const named = await shellSetting({ files: { '/etc/hosts': hosts } }).exec(['hostname', '-f']);
    assert.equal(named.stdout, 'client.web.default.svc.cluster.local\n');
    const nameless = await shellSetting({ files: { '/etc/hosts': '127.0.0.1 localhost\n' } }).exec([
      'hostname',
      '--fqdn',
    ]);
    assert.equal(nameless.stdout, 'client\n');
  });

  for (const [command, exit, took] of [
    [['sleep', '2'], 0, 2_000],
    [['sleep', '1s', '0.5'], 0, 1_500],
    [['sleep', 'x'], 1, 0],
    [['sleep'], 1, 0],
    [['timeout', '3', 'sleep', '1'], 0, 1_000],
    [['timeout', '3', 'sleep', '100'], 124, 3_000],
    [['timeout', '-s', 'KILL', '3s', 'false'], 1, 0],
    [['timeout', 'x', 'true'], 125, 0],
    [['kill', '-0', '1'], 0, 0],
    [['kill', '4711'], 1, 0],
  ] as const)
    it(`${command.join(' ')}: ${exit} after ${took} ms`, async () => {
      const result = await shellSetting().exec(command);
      assert.deepEqual([code(result), result.took], [exit, took]);
    });

  it('mktemp makes a file of its own each time', async () => {
    const { stdout } = await shellSetting().sh(
      'a=$(mktemp); b=$(mktemp); [ "$a" != "$b" ] && echo x >"$a" && cat "$a" "$b"',
    );
    assert.equal(stdout, 'x\n');
  });

  it('traps and limits make no difference', async () => {
    const { stdout, stderr } = await shellSetting().sh("trap 'echo bye' TERM; umask 022; ulimit -n 10; echo on");
    assert.deepEqual([stdout, stderr], ['on\n', '']);
  });
});
