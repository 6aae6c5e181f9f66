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
