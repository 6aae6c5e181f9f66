import assert from 'node:assert/strict';
import fc from 'fast-check';
import { root } from '../../../support/imports.ts';
import { io, shellSetting } from '../support/shell.ts';

const code = ({ outcome }: { outcome: object }): unknown => ('code' in outcome ? outcome.code : outcome);

describe('exec into a container', () => {
  it('the exit status of the command comes back', async () => {
    assert.equal(code(await shellSetting().sh('exit 7')), 7);
  });

  it('a program that is not there is missing, in the words of the runtime', async () => {
    assert.deepEqual((await shellSetting().exec(['nosuch', 'x'])).outcome, {
      missing:
        'OCI runtime exec failed: exec failed: unable to start container process: exec: "nosuch": executable file not found in $PATH: unknown',
    });
    assert.match(
      JSON.stringify((await shellSetting().exec(['/opt/x'])).outcome),
      /stat \/opt\/x: no such file or directory/,
    );
    assert.match(JSON.stringify((await shellSetting({ flavour: 'busybox' }).exec(['curl'])).outcome), /missing/);
    const inScript = await shellSetting().sh('nosuch; echo $?');
    assert.deepEqual([inScript.stdout, inScript.stderr], ['127\n', 'sh: 1: nosuch: not found\n']);
  });

  for (const [path, reason] of [
    ['/tmp', 'is a directory'],
    ['/etc/hosts', 'permission denied'],
  ] as const)
    it(`${path} cannot be started: ${reason}`, async () =>
      assert.deepEqual((await shellSetting().exec([path])).outcome, {
        missing: `OCI runtime exec failed: exec failed: unable to start container process: exec: "${path}": ${reason}: unknown`,
      }));

  it('a script is started that may be', async () => {
    const setting = shellSetting();
    await setting.sh('echo "echo made" > /tmp/made; chmod +x /tmp/made');
    assert.equal((await setting.exec(['/tmp/made'])).stdout, 'made\n');
  });

  for (const [script, status] of [
    ['kill -9 $$', 137],
    ['kill $$; echo more', 143],
    ['kill -s INT $$', 130],
    ['kill -0 $$; exit 5', 5],
  ] as const)
    it(`C4 a shell that says ${script} ends with ${status}`, async () => {
      const { outcome, stdout, stderr } = await shellSetting().sh(script);
      assert.deepEqual([outcome, stdout, stderr], [{ code: status }, '', '']);
    });

  it('cat tells the same by itself as in a shell', async () => {
    const setting = shellSetting();
    await setting.sh('printf "é\\n" > /tmp/a; printf "\\377" > /tmp/bytes; : > /tmp/empty');
    for (const paths of ['/tmp/a /etc/hosts', '/tmp/empty', '/tmp/bytes', '/tmp/none /tmp/a', '/tmp', '-n /tmp/a']) {
      const [alone, within] = [
        await setting.exec(['cat', ...paths.split(' ')]),
        await setting.sh(`cat ${paths}; exit $?`),
      ];
      assert.deepEqual([alone.stdout, alone.stderr, code(alone)], [within.stdout, within.stderr, code(within)], paths);
    }
  });

  it('C9 the environment is that of the container', async () => {
    const expected = 'PATH=/usr/local/bin:/usr/bin:/bin\nHOSTNAME=client\nHOME=/root\nKUBIA_SERVICE_HOST=10.96.10.10\n';
    assert.equal((await shellSetting().exec(['env'])).stdout, expected);
    assert.equal(
      (await shellSetting().sh('env | sort; echo "$KUBIA_SERVICE_HOST"')).stdout,
      `${expected.trim().split('\n').sort().join('\n')}\n10.96.10.10\n`,
    );
    assert.equal((await shellSetting().exec(['printenv', 'HOSTNAME'])).stdout, 'client\n');
    assert.equal(
      (await shellSetting().sh('A=1 env -u KUBIA_SERVICE_HOST sh -c "echo \\$A-\\$KUBIA_SERVICE_HOST-\\$HOSTNAME"'))
        .stdout,
      '1--client\n',
    );
  });

  it('a process finds in /proc what it was started with', async () => {
    const expected = 'PATH=/usr/local/bin:/usr/bin:/bin\0HOSTNAME=client\0HOME=/root\0KUBIA_SERVICE_HOST=10.96.10.10\0';
    assert.equal((await shellSetting().sh('export A=1; cat "/proc/$$/environ"')).stdout, expected);
    assert.equal((await shellSetting().exec(['cat', '/proc/self/environ'])).stdout, expected);
  });

  it('S63 files stay from exec to exec', async () => {
    const setting = shellSetting();
    assert.equal(code(await setting.exec(['cat', '/tmp/ready'])), 1);
    await setting.exec(['touch', '/tmp/ready']);
    assert.equal(code(await setting.exec(['cat', '/tmp/ready'])), 0);
    await setting.exec(['rm', '/tmp/ready']);
    assert.equal(code(await setting.exec(['ls', '/tmp/ready'])), 2);
  });

  it('time is the clock of the cluster', async () => {
    const { stdout, took } = await shellSetting().sh(
      'a=$(date +%s); sleep 3600; b=$(date +%s); echo $((b - a)); timeout 5 sleep 60; echo $?',
    );
    assert.equal(stdout, '3600\n124\n');
    assert.equal(took, 3_605_000);
  });

  it('no file of the host is there', async () => {
    const { stdout } = await shellSetting().sh(
      `cat /etc/passwd /proc/cpuinfo ${root}package.json 2>/dev/null; ls /home 2>/dev/null`,
    );
    assert.equal(stdout, '');
  });

  it('no JavaScript, Python or database can be started', async () => {
    for (const program of ['js-exec', 'node', 'python3', 'sqlite3', 'jq'])
      assert.match(JSON.stringify((await shellSetting().exec([program])).outcome), /missing/, program);
  });

  it('a script that never ends is ended', async () => {
    const { stderr, outcome } = await shellSetting().sh('while :; do :; done');
    assert.notDeepEqual(outcome, { code: 0 });
    assert.match(stderr, /too many/);
  });

  it('the signal of the client ends a command that waits', async () => {
    const setting = shellSetting();
    const controller = new AbortController();
    const streams = { ...io(), signal: controller.signal };
    const running = setting.shell.exec(['sleep', 'infinity'], streams);
    controller.abort();
    assert.deepEqual(await running, { code: 130 });
  });

  it('standard input reaches the command, and a shell reads it as a script', async () => {
    assert.equal((await shellSetting().exec(['cat'], 'hello\n')).stdout, 'hello\n');
    assert.equal((await shellSetting().exec(['sh'], 'echo a\nhostname\n')).stdout, 'a\nclient\n');
  });

  it('words are never read again by a shell', async () => {
    const setting = shellSetting();
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.string().filter((word) => !word.includes('\0')),
          { minLength: 1, maxLength: 4 },
        ),
        async (words) => {
          const { stdout } = await setting.exec(['printf', '[%s]', ...words]);
          assert.equal(stdout, words.map((word) => `[${word}]`).join(''));
        },
      ),
      { numRuns: 30 },
    );
  });
});
