import assert from 'node:assert/strict';
import { shellSetting } from '../support/shell.ts';

const code = ({ outcome }: { outcome: object }): unknown => ('code' in outcome ? outcome.code : outcome);

describe('nc (C6)', () => {
  for (const [command, exit, stderr] of [
    [['nc', '-zv', '-w', '1', 'kubia', '80'], 0, 'Connection to kubia (10.96.10.10) 80 port [tcp/http] succeeded!\n'],
    [['nc', '-z', '-w', '1', 'kubia', '80'], 0, ''],
    [['nc', '-zv', 'empty', '80'], 1, 'nc: connect to empty (10.96.10.11) port 80 (tcp) failed: Connection refused\n'],
    [
      ['nc', '-zv', '-w', '2', 'kubia', '81'],
      1,
      'nc: connect to kubia (10.96.10.10) port 81 (tcp) timed out: Operation now in progress\n',
    ],
    [['nc', '-zv', 'nope', '80'], 1, 'nc: getaddrinfo for host "nope" port 80: Name or service not known\n'],
  ] as const)
    it(command.join(' '), async () => {
      const result = await shellSetting().exec(command);
      assert.deepEqual([code(result), result.stderr], [exit, stderr]);
    });

  it('a datagram that is refused ends it at once and as a success, one that is lost after the wait', async () => {
    const setting = shellSetting();
    const seconds = async (host: string): Promise<string> =>
      (await setting.sh(`a=$(date +%s); echo hi | nc -u -w 2 ${host} 80; echo "$? $(($(date +%s) - a))"`)).stdout;
    assert.equal(await seconds('127.0.0.1'), '0 0\n');
    assert.equal(await seconds('kubia'), '0 2\n');
  });

  it('speaks to a server by hand', async () => {
    const { stdout } = await shellSetting().exec(['nc', '-w', '2', 'kubia', '80'], 'GET / HTTP/1.0\r\n\r\n');
    assert.match(stdout, /^HTTP\/1\.1 200 OK\r\n[\s\S]*\r\n\r\nYou've hit kubia-\d\n$/);
  });

  it('listens, and answers with its input', async () => {
    const setting = shellSetting();
    const { stdout } = await setting.sh(
      'printf "HTTP/1.1 200 OK\\r\\n\\r\\nhello" | nc -l -p 9000 >/tmp/got & curl -s http://127.0.0.1:9000/x; wait; head -1 /tmp/got; curl -s http://127.0.0.1:9000 || echo gone',
    );
    assert.equal(stdout.replaceAll('\r', ''), 'helloGET /x HTTP/1.1\ngone\n');
    assert.deepEqual(setting.listeners, []);
  });
});
