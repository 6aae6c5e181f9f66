import assert from 'node:assert/strict';
import { shellSetting } from '../../support/shell.ts';

const code = ({ outcome }: { outcome: object }): unknown => ('code' in outcome ? outcome.code : outcome);

describe('dig (C8)', () => {
  for (const [title, command, exit, stdout] of [
    ['dig +short', ['dig', '+short', 'kubia.default.svc.cluster.local'], 0, '10.96.10.10\n'],
    [
      'dig +short CNAME',
      ['dig', '+short', 'external.default.svc.cluster.local', 'CNAME'],
      0,
      'someapi.somecompany.com.\n',
    ],
    ['dig of a type without records', ['dig', '+short', 'kubia.default.svc.cluster.local', 'MX'], 0, ''],
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
});
