import assert from 'node:assert/strict';
import { shellSetting } from '../support/shell.ts';

const code = ({ outcome }: { outcome: object }): unknown => ('code' in outcome ? outcome.code : outcome);

describe('ping (C7, S32)', () => {
  for (const [title, mode, flavour, args, exit, expected] of [
    [
      'iputils, lost',
      'iptables',
      'debian',
      ['-c', '3', '-W', '1', 'kubia'],
      1,
      /3 packets transmitted, 0 received, 100% packet loss, time 2000ms\n\n$/,
    ],
    [
      'iputils, rejected',
      'nftables',
      'debian',
      ['-c', '2', 'kubia'],
      1,
      /From 10\.244\.1\.9 icmp_seq=1 Destination Port Unreachable\n[\s\S]*2 packets transmitted, 0 received, \+2 errors, 100% packet loss/,
    ],
    [
      'iputils, the resolved name first',
      'iptables',
      'debian',
      ['-c', '1', 'kubia'],
      1,
      /^PING kubia\.default\.svc\.cluster\.local \(10\.96\.10\.10\) 56\(84\) bytes of data\.\n/,
    ],
    [
      'iputils, a pod',
      'iptables',
      'debian',
      ['-c2', '10.244.1.4'],
      0,
      /64 bytes from 10\.244\.1\.4: icmp_seq=2 ttl=64 time=[\d.]+ ms\n[\s\S]*2 received, 0% packet loss, time 1000ms\nrtt min\/avg\/max\/mdev = /,
    ],
    [
      'busybox, lost',
      'iptables',
      'busybox',
      ['-c', '3', '-W', '1', 'kubia'],
      1,
      /^PING kubia \(10\.96\.10\.10\): 56 data bytes\n[\s\S]*3 packets transmitted, 0 packets received, 100% packet loss\n$/,
    ],
    [
      'busybox shows no rejection',
      'nftables',
      'busybox',
      ['-c', '1', 'kubia'],
      1,
      /data bytes\n\n--- kubia ping statistics/,
    ],
    [
      'busybox, a pod',
      'iptables',
      'busybox',
      ['-c', '1', '10.244.1.4'],
      0,
      /1 packets transmitted, 1 packets received, 0% packet loss\nround-trip min\/avg\/max = /,
    ],
  ] as const)
    it(title, async () => {
      const result = await shellSetting({ proxyMode: mode, flavour }).exec(['ping', ...args]);
      assert.match(result.stdout, expected);
      assert.equal(code(result), exit);
    });

  it('a name that does not resolve', async () => {
    const debian = await shellSetting().exec(['ping', '-c', '1', 'nope']);
    assert.deepEqual([code(debian), debian.stderr], [2, 'ping: nope: Name or service not known\n']);
    const busybox = await shellSetting({ flavour: 'busybox' }).exec(['ping', '-c', '1', 'nope']);
    assert.deepEqual([code(busybox), busybox.stderr], [1, "ping: bad address 'nope'\n"]);
  });

  it('takes a second of the clock for each packet', async () => {
    assert.equal((await shellSetting().exec(['ping', '-c', '3', '-W', '1', 'kubia'])).took, 3_000);
  });
});

const server = 'Server:\t\t10.96.0.10\nAddress:\t10.96.0.10#53\n\n';

describe('DNS clients (C8)', () => {
  for (const [title, command, exit, stdout] of [
    [
      'nslookup finds',
      ['nslookup', 'kubia'],
      0,
      `${server}Name:\tkubia.default.svc.cluster.local\nAddress: 10.96.10.10\n\n`,
    ],
    [
      'nslookup, NXDOMAIN by the name as typed',
      ['nslookup', 'nope'],
      1,
      `${server}** server can't find nope: NXDOMAIN\n\n`,
    ],
    [
      'nslookup, NODATA',
      ['nslookup', 'default.svc.cluster.local.'],
      0,
      `${server}*** Can't find default.svc.cluster.local.: No answer\n\n`,
    ],
    [
      'nslookup, a dangling alias',
      ['nslookup', 'external'],
      1,
      `${server}external.default.svc.cluster.local\tcanonical name = someapi.somecompany.com.\n** server can't find someapi.somecompany.com: NXDOMAIN\n\n`,
    ],
    [
      'nslookup, SRV',
      ['nslookup', '-type=srv', '_http._tcp.headless'],
      0,
      `${server}_http._tcp.headless.default.svc.cluster.local\tservice = 0 100 8080 10-244-1-4.headless.default.svc.cluster.local.\n\n`,
    ],
    [
      'nslookup of an address',
      ['nslookup', '10.96.10.10'],
      0,
      '10.10.96.10.in-addr.arpa\tname = kubia.default.svc.cluster.local.\n\n',
    ],
    ['dig +short', ['dig', '+short', 'kubia.default.svc.cluster.local'], 0, '10.96.10.10\n'],
    [
      'dig +short CNAME',
      ['dig', '+short', 'external.default.svc.cluster.local', 'CNAME'],
      0,
      'someapi.somecompany.com.\n',
    ],
    ['dig has no search list', ['dig', '+short', 'kubia'], 0, ''],
    ['dig +search', ['dig', '+search', '+short', 'kubia'], 0, '10.96.10.10\n'],
    [
      'dig as the upstream tests ask',
      ['dig', '+notcp', '+noall', '+answer', '+search', 'kubia', 'A'],
      0,
      'kubia.default.svc.cluster.local. 30 IN\tA\t10.96.10.10\n',
    ],
    [
      'dig -x',
      ['dig', '+short', '-x', '10.244.1.4'],
      0,
      /^10-244-1-4\.(kubia|headless)\.default\.svc\.cluster\.local\.\n/,
    ],
    ['host finds', ['host', 'kubia'], 0, 'kubia.default.svc.cluster.local has address 10.96.10.10\n'],
    ['host, NXDOMAIN', ['host', 'nope'], 1, 'Host nope not found: 3(NXDOMAIN)\n'],
    ['getent finds', ['getent', 'hosts', 'kubia'], 0, '10.96.10.10     kubia.default.svc.cluster.local\n'],
    ['getent reads /etc/hosts', ['getent', 'hosts', 'localhost'], 0, '127.0.0.1       localhost\n'],
    ['getent finds nothing', ['getent', 'hosts', 'nope'], 2, ''],
    [
      'getent of an address',
      ['getent', 'hosts', '10.96.10.10'],
      0,
      '10.96.10.10     kubia.default.svc.cluster.local\n',
    ],
  ] as const)
    it(title, async () => {
      const result = await shellSetting().exec(command);
      if (typeof stdout === 'string') assert.equal(result.stdout, stdout);
      else assert.match(result.stdout, stdout);
      assert.equal(code(result), exit);
    });

  it('dig tells the status and stays at exit 0', async () => {
    const result = await shellSetting().exec(['dig', 'nope.default.svc.cluster.local']);
    assert.equal(code(result), 0);
    assert.match(
      result.stdout,
      /;; ->>HEADER<<- opcode: QUERY, status: NXDOMAIN, id: \d+\n;; flags: qr aa rd; QUERY: 1, ANSWER: 0, AUTHORITY: 1,/,
    );
    assert.match(
      result.stdout,
      /;; AUTHORITY SECTION:\ncluster\.local\.\t\t30\tIN\tSOA\tns\.dns\.cluster\.local\. hostmaster\.cluster\.local\. \d+ 7200 1800 86400 30\n/,
    );
    assert.match(result.stdout, /;; WARNING: \.local is reserved for Multicast DNS\n/);
  });

  it('a server that is closed or silent: dig 9, nslookup and host 1, getent 2', async () => {
    const run = async (...command: string[]) => {
      const result = await shellSetting({ files: { '/etc/resolv.conf': 'nameserver 10.96.200.200\n' } }).exec(command);
      return [code(result), result.took];
    };
    assert.deepEqual(await run('dig', '+tries=2', '+time=1', 'kubia'), [9, 2_000]);
    assert.deepEqual(await run('nslookup', 'kubia'), [1, 5_000]);
    assert.equal((await run('host', 'kubia'))[0], 1);
    assert.equal((await run('getent', 'hosts', 'kubia'))[0], 2);
    const closed = await shellSetting().exec(['dig', '@10.244.1.4', '+tries=1', 'x.y']);
    assert.match(closed.stdout, /^;; communications error to 10\.244\.1\.4#53: connection refused\n/);
    assert.match(closed.stdout, /;; no servers could be reached\n$/);
  });

  it('busybox nslookup: every suffix for a short name, none for one with a dot', async () => {
    const run = (name: string) => shellSetting({ flavour: 'busybox' }).exec(['nslookup', name]);
    const short = await run('kubia');
    assert.match(short.stdout, /Address:\t10\.96\.0\.10:53\n/);
    assert.match(short.stdout, /Name:\tkubia\.default\.svc\.cluster\.local\nAddress: 10\.96\.10\.10\n/);
    assert.match(short.stdout, /\*\* server can't find kubia\.svc\.cluster\.local: NXDOMAIN\n/);
    assert.equal(code(short), 1);
    assert.equal(code(await run('kubia.default')), 1);
    assert.equal(code(await run('kubia.default.svc.cluster.local')), 0);
    assert.equal((await run('nope')).stdout.match(/NXDOMAIN/g)?.length, 6);
  });
});

describe('nc and wget (C6)', () => {
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
    [['wget', '-qO-', 'http://kubia'], 0, ''],
    [['wget', '-q', '-O-', 'http://empty'], 4, ''],
    [['wget', '-q', '-O-', 'http://nope'], 4, ''],
  ] as const)
    it(command.join(' '), async () => {
      const result = await shellSetting().exec(command);
      assert.deepEqual([code(result), result.stderr], [exit, stderr]);
      if (command[0] === 'wget' && exit === 0) assert.match(result.stdout, /^You've hit kubia-\d\n$/);
    });

  for (const [url, exit, stderr] of [
    ['http://kubia', 0, ''],
    ['http://empty', 1, "wget: can't connect to remote host (10.96.10.11): Connection refused\n"],
    ['http://nope', 1, "wget: bad address 'nope'\n"],
    ['http://kubia:81', 1, 'wget: download timed out\n'],
  ] as const)
    it(`busybox wget ${url}`, async () => {
      const result = await shellSetting({ flavour: 'busybox' }).exec(['wget', '-q', '-T', '1', '-O-', url]);
      assert.deepEqual([code(result), result.stderr], [exit, stderr]);
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

  it('httpd serves a directory', async () => {
    const setting = shellSetting({ flavour: 'busybox', files: { '/www/index.html': 'home', '/www/a b.txt': 'text' } });
    const { stdout } = await setting.sh(
      'httpd -p 8000 -h /www; wget -qO- 127.0.0.1:8000; wget -qO- 127.0.0.1:8000/a%20b.txt; wget -qO- 127.0.0.1:8000/../etc/hosts || echo no',
    );
    assert.equal(stdout, 'hometextno\n');
  });
});
