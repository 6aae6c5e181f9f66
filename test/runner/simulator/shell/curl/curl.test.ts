import assert from 'node:assert/strict';
import { endpoint, named } from '../../support/cluster-state.ts';
import { type ShellSetting, shellSetting } from '../../support/shell.ts';

const code = ({ outcome }: { outcome: object }): unknown => ('code' in outcome ? outcome.code : outcome);

/** A pod at 10.244.1.50:8080 that answers as told. */
const withServer = (setting: ShellSetting, more: Parameters<typeof named>[2]): void =>
  void setting.clusterState.pod('server', { ip: '10.244.1.50', listeners: [named('server', 8080, more)] });

describe('curl: several URLs', () => {
  it('keeps its rate, with files between them, until one fails', async () => {
    const setting = shellSetting();
    const pair = 'url = "file:///tmp/phase"\\noutput = "-"\\nurl = "http://kubia/"\\noutput = "/dev/null"\\n';
    const { stdout } = await setting.sh(
      `echo before >/tmp/phase; printf '${pair.repeat(20)}' >/tmp/config
       (sleep 0.5; rm /tmp/phase) &
       curl -sS --rate 20/s --fail-early -w '%{http_code} %{num_connects}\\n' -K /tmp/config 2>&1; echo "exit $?"`,
    );
    const lines = stdout.trim().split('\n');
    assert.deepEqual(lines.slice(0, 6), ['before', '000 0', '200 1', 'before', '000 0', '200 0']);
    assert.deepEqual(lines.slice(-3), ['000 0', "curl: (37) Couldn't open file /tmp/phase", 'exit 37']);
    const made = lines.filter((line) => line.startsWith('200')).length;
    assert.ok(made >= 4 && made <= 6, `${made} requests in half a second`);
  });
});

describe('curl: exit codes and messages (C6)', () => {
  for (const [title, args, exit, message, took] of [
    ['any answer', ['http://kubia/'], 0, '', 0],
    ['404 without -f', ['http://10.244.1.50:8080/missing'], 0, '', 0],
    [
      'unsupported scheme',
      ['gopher://kubia'],
      1,
      'curl: (1) Protocol "gopher" not supported or disabled in libcurl\n',
      0,
    ],
    [
      '--proto',
      ['--proto', '=https', 'http://kubia'],
      1,
      'curl: (1) Protocol "http" not supported or disabled in libcurl\n',
      0,
    ],
    ['no URL', [], 2, "curl: no URL specified!\ncurl: try 'curl --help' or 'curl --manual' for more information\n", 0],
    [
      'unknown option',
      ['--nosuch'],
      2,
      "curl: option --nosuch: is unknown\ncurl: try 'curl --help' or 'curl --manual' for more information\n",
      0,
    ],
    ['malformed URL', ['http://'], 3, 'curl: (3) URL using bad/illegal format or missing URL\n', 0],
    ['no such name', ['http://nope'], 6, 'curl: (6) Could not resolve host: nope\n', 0],
    ['a dangling alias', ['http://external'], 6, 'curl: (6) Could not resolve host: external\n', 0],
    [
      'no endpoints',
      ['http://empty'],
      7,
      "curl: (7) Failed to connect to empty port 80 after 0 ms: Couldn't connect to server\n",
      0,
    ],
    [
      '-f and 404',
      ['-f', 'http://10.244.1.50:8080/missing'],
      22,
      'curl: (22) The requested URL returned error: 404\n',
      0,
    ],
    [
      '--connect-timeout',
      ['--connect-timeout', '2', 'http://kubia:81'],
      28,
      'curl: (28) Failed to connect to kubia port 81 after 2000 ms: Timeout was reached\n',
      2_000,
    ],
    ['-m', ['-m', '1.5', 'http://kubia:81'], 28, 'curl: (28) Connection timed out after 1500 milliseconds\n', 1_500],
    [
      'a lost SYN without a limit',
      ['http://kubia:81'],
      28,
      'curl: (28) Failed to connect to kubia port 81 after 127000 ms: Timeout was reached\n',
      127_000,
    ],
    [
      'a server that hangs',
      ['-m', '2', 'http://10.244.1.50:8080/hang'],
      28,
      'curl: (28) Operation timed out after 2000 milliseconds with 0 bytes received\n',
      2_000,
    ],
    [
      'TLS to a plain port',
      ['https://10.244.1.50:8080'],
      35,
      'curl: (35) OpenSSL/3.0.22: error:0A00010B:SSL routines::wrong version number\n',
      0,
    ],
    ['no byte', ['http://10.244.1.51:9000'], 52, 'curl: (52) Empty reply from server\n', 0],
  ] as const)
    it(`${exit}: ${title}`, async () => {
      const setting = shellSetting();
      withServer(setting, {
        http: async ({ target }) => {
          if (target === '/hang') await setting.clusterState.clock.sleep(60_000);
          return { status: target === '/missing' ? 404 : 200, headers: {}, body: 'x' };
        },
      });
      setting.clusterState.pod('mute', {
        ip: '10.244.1.51',
        listeners: [{ port: 9000, protocol: 'TCP', address: '0.0.0.0' }],
      });
      const result = await setting.exec(['curl', '-sS', ...args]);
      assert.deepEqual([code(result), result.stderr, result.took], [exit, message, took]);
    });

  it('56: the pod goes while it serves', async () => {
    const setting = shellSetting();
    const pod = setting.clusterState.pod('server', {
      ip: '10.244.1.50',
      listeners: [
        { port: 8080, protocol: 'TCP', address: '0.0.0.0', text: async () => void setting.clusterState.stop(pod) },
      ],
    });
    const result = await setting.exec(['curl', '-sS', 'http://10.244.1.50:8080']);
    assert.deepEqual([code(result), result.stderr], [56, 'curl: (56) Recv failure: Connection reset by peer\n']);
  });

  it('S12 -s alone says nothing, and %{http_code} is 000 without an answer', async () => {
    const result = await shellSetting().exec(['curl', '-s', '-w', '%{http_code} %{exitcode}', 'http://empty']);
    assert.deepEqual([code(result), result.stdout, result.stderr], [7, '000 7', '']);
  });

  it('B38 a headless Service: its target port answers, its port is refused (B24)', async () => {
    const setting = shellSetting();
    assert.equal((await setting.exec(['curl', '-s', 'http://headless:8080'])).stdout, "You've hit kubia-0\n");
    assert.equal(code(await setting.exec(['curl', '-s', 'http://headless'])), 7);
  });
});

describe('curl: options', () => {
  const echo = (setting: ShellSetting): void =>
    withServer(setting, {
      http: async (request) => ({
        status: 201,
        headers: { 'content-type': 'application/json', 'x-a': 'b' },
        body: JSON.stringify(request),
      }),
    });
  const sent = async (...args: string[]) => {
    const setting = shellSetting({
      files: { '/data': 'a\nb\n', '/conf': 'url = "http://10.244.1.50:8080/c"\nheader = "X-C: 1"\n' },
    });
    echo(setting);
    return JSON.parse((await setting.exec(['curl', '-s', ...args])).stdout);
  };
  const url = 'http://10.244.1.50:8080/p?q=1';

  it('sends method, headers and data as curl does', async () => {
    const plain = await sent(url);
    assert.deepEqual(plain, {
      method: 'GET',
      target: '/p?q=1',
      headers: { host: '10.244.1.50:8080', 'user-agent': 'curl/7.88.1', accept: '*/*' },
      body: '',
    });
    assert.deepEqual(
      (({ method, body, headers }) => [method, body, headers['content-type']])(
        await sent('-d', 'a=1', '-d', 'b=2', url),
      ),
      ['POST', 'a=1&b=2', 'application/x-www-form-urlencoded'],
    );
    assert.equal((await sent('--data-binary', '@/data', url)).body, 'a\nb\n');
    assert.equal((await sent('-d@/data', url)).body, 'ab');
    assert.equal((await sent('-G', '--data-urlencode', 'x=a b&c', url)).target, '/p?q=1&x=a%20b%26c');
    assert.equal((await sent('-XDELETE', url)).method, 'DELETE');
    const named = await sent('-H', 'Host: kubia.example.com', '-H', 'Accept:', '-H', 'X-Empty;', url);
    assert.deepEqual(Object.keys(named.headers), ['host', 'user-agent', 'x-empty']);
    assert.equal(named.headers.host, 'kubia.example.com');
    assert.equal((await sent('--json', '{}', url)).headers['content-type'], 'application/json');
    assert.equal((await sent('-u', 'me:pw', url)).headers.authorization, 'Basic bWU6cHc=');
  });

  it('reads a config file, and the rest of a letter as its value', async () => {
    const { target, headers } = await sent('-K/conf');
    assert.deepEqual([target, headers['x-c']], ['/c', '1']);
  });

  it('prints heads with -i, -I and -D', async () => {
    const setting = shellSetting();
    echo(setting);
    const head =
      /^HTTP\/1\.1 201 Created\r\nDate: .* GMT\r\nContent-Length: \d+\r\nContent-Type: application\/json\r\nX-A: b\r\n\r\n/;
    assert.match((await setting.exec(['curl', '-si', url])).stdout, head);
    const only = (await setting.exec(['curl', '-sI', url])).stdout;
    assert.equal(only.replace(head, ''), '');
    assert.match((await setting.exec(['curl', '-s', '-D', '-', '-o', '/dev/null', url])).stdout, head);
  });

  it('writes out what was asked for', async () => {
    const setting = shellSetting();
    echo(setting);
    const format =
      '%{http_code}|%{content_type}|%{remote_ip}:%{remote_port}|%{num_connects}|%{scheme}|%{method}|%header{x-a}|%{size_download}|%{url_effective}|%%|\\t|%{nope}\\n';
    const { stdout, stderr } = await setting.exec(['curl', '-s', '-o', '/out', '-w', format, url]);
    const size = (await setting.shell.machine.files.read('/out'))?.length;
    assert.equal(stdout, `201|application/json|10.244.1.50:8080|1|HTTP|GET|b|${size}|${url}|%|\t|\n`);
    assert.equal(stderr, "curl: unknown --write-out variable: 'nope'\n");
  });

  it('--resolve and --connect-to name the address', async () => {
    const setting = shellSetting();
    const resolved = await setting.exec([
      'curl',
      '-s',
      '--resolve',
      'kubia.example.com:80:10.96.10.10',
      'http://kubia.example.com',
    ]);
    assert.match(resolved.stdout, /^You've hit kubia-/);
    const connected = await setting.exec(['curl', '-s', '--connect-to', '::10.244.1.4:8080', 'http://anything/']);
    assert.equal(connected.stdout, "You've hit kubia-0\n");
  });

  it('follows redirects as often as it may', async () => {
    const setting = shellSetting();
    withServer(setting, {
      http: async ({ target }) =>
        target === '/end'
          ? { status: 200, headers: {}, body: 'end' }
          : { status: 302, headers: { location: target === '/loop' ? '/loop' : '/end' }, body: '' },
    });
    const from = (path: string, ...more: string[]) =>
      setting.exec(['curl', '-sS', ...more, '-w', ' %{http_code} %{num_redirects}', `http://10.244.1.50:8080${path}`]);
    assert.equal((await from('/start')).stdout, ' 302 0');
    assert.equal((await from('/start', '-L')).stdout, 'end 200 1');
    const loop = await from('/loop', '-L', '--max-redirs', '3');
    assert.deepEqual([code(loop), loop.stderr], [47, 'curl: (47) Maximum (3) redirects followed\n']);
  });

  it('expands {a,b} and [1-3] unless told not to', async () => {
    const setting = shellSetting();
    withServer(setting, { http: async ({ target }) => ({ status: 200, headers: {}, body: `${target} ` }) });
    assert.equal((await setting.exec(['curl', '-s', 'http://10.244.1.50:8080/{a,b}[1-2]'])).stdout, '/a1 /a2 /b1 /b2 ');
    assert.equal((await setting.exec(['curl', '-sg', 'http://10.244.1.50:8080/{a,b}'])).stdout, '/{a,b} ');
  });

  it('shows its progress unless it is silent', async () => {
    assert.match((await shellSetting().exec(['curl', 'http://kubia'])).stderr, /% Total {4}% Received % Xferd/);
  });
});

describe('curl: several Services', () => {
  it('S13 fresh processes spread over all pods', async () => {
    const { stdout } = await shellSetting().sh(
      'for i in $(seq 1 60); do curl -s http://kubia; done | sort | uniq -c | wc -l',
    );
    assert.equal(stdout.trim(), '3');
  });

  it('B74 a pod that does not listen refuses its share', async () => {
    const setting = shellSetting();
    setting.clusterState.pod('deaf', { ip: '10.244.1.60', ports: [] });
    setting.clusterState.service('half', { clusterIP: '10.96.10.12', ports: [{ port: 80, targetPort: 8080 }] }, [
      endpoint('10.244.1.4'),
      endpoint('10.244.1.60'),
    ]);
    const { stdout } = await setting.sh(
      'for i in $(seq 1 40); do curl -s -o /dev/null http://half; echo $?; done | sort -u',
    );
    assert.equal(stdout, '0\n7\n');
  });
});
