import assert from 'node:assert/strict';
import { pingAll, readPing } from '../../../../runner/probe/ping/ping.ts';
import { Unobservable } from '../../../../runner/steps/finding.ts';
import { fakeBatch } from '../../../support/fake-batch.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { stepContext } from '../../../support/step-context.ts';

const head = 'PING kubia (10.96.0.10) 56(84) bytes of data.\n';

describe('readPing', () => {
  for (const { who, output, transmitted, received, rejected = false } of [
    {
      who: 'iputils, answered',
      output: `${head}64 bytes from 10.244.0.2: icmp_seq=1 ttl=64 time=0.1 ms\n\n--- kubia ping statistics ---\n3 packets transmitted, 3 received, 0% packet loss, time 2054ms\nrtt min/avg/max/mdev = 0.069/0.141/0.276/0.095 ms`,
      transmitted: 3,
      received: 3,
    },
    {
      who: 'iputils, lost',
      output: `${head}\n--- kubia ping statistics ---\n3 packets transmitted, 0 received, 100% packet loss, time 2039ms`,
      transmitted: 3,
      received: 0,
    },
    {
      who: 'iputils, rejected',
      output: `${head}From 10.244.1.1 icmp_seq=1 Destination Port Unreachable\n2 packets transmitted, 0 received, +2 errors, 100% packet loss, time 1008ms`,
      transmitted: 2,
      received: 0,
      rejected: true,
    },
    {
      who: 'iputils, half',
      output: '4 packets transmitted, 3 received, 25% packet loss, time 3050ms',
      transmitted: 4,
      received: 3,
    },
    {
      who: 'busybox, answered',
      output: 'PING kubia (10.96.0.10): 56 data bytes\n3 packets transmitted, 3 packets received, 0% packet loss',
      transmitted: 3,
      received: 3,
    },
    {
      who: 'busybox, lost',
      output: '3 packets transmitted, 0 packets received, 100% packet loss',
      transmitted: 3,
      received: 0,
    },
    {
      who: 'inetutils, lost',
      output: '54 packets transmitted, 0 packets received, 100.0% packet loss',
      transmitted: 54,
      received: 0,
    },
  ])
    it(who, () =>
      assert.deepEqual(readPing('kubia', output), {
        target: 'kubia',
        transmitted,
        received,
        unresolvable: false,
        rejected,
        output,
      }),
    );

  for (const output of ['ping: nope: Name or service not known', "ping: bad address 'nope'", 'ping: unknown host nope'])
    it(output, () => {
      const result = readPing('nope', output);
      assert.equal(result.unresolvable, true);
      assert.equal(result.transmitted, undefined);
    });

  for (const output of ['ping: socket: Operation not permitted', '', 'ping: permission denied (are you root?)'])
    it(`reads no statistics from "${output}"`, () =>
      assert.throws(
        () => readPing('kubia', output),
        (error: unknown) => error instanceof Unobservable && error.reason.code === 'exec-failed',
      ));
});

describe('pingAll', () => {
  it('pings every target in one exec', async () => {
    const argvs: string[][] = [];
    const exec = fakeBatch((argv) => {
      argvs.push(argv);
      return { stdout: '3 packets transmitted, 3 received, 0% packet loss' };
    });
    const results = await pingAll(stepContext(fakeCluster({ exec })), { place: 'outside' }, ['10.0.0.1', 'kubia']);
    assert.deepEqual(
      results.map(({ target, received }) => [target, received]),
      [
        ['10.0.0.1', 3],
        ['kubia', 3],
      ],
    );
    assert.deepEqual(argvs, [
      ['ping', '-i', '0.2', '-c', '3', '-W', '1', '10.0.0.1'],
      ['ping', '-i', '0.2', '-c', '3', '-W', '1', 'kubia'],
    ]);
  });

  it('asks again with whole seconds where ping takes no others', async () => {
    const exec = fakeBatch((argv) =>
      argv.includes('-i')
        ? { status: 1, stderr: "ping: invalid value (`0.2' near `.2')\nTry 'ping --help' for more information." }
        : { stdout: '3 packets transmitted, 0 packets received, 100% packet loss' },
    );
    const [result] = await pingAll(stepContext(fakeCluster({ exec })), { place: 'outside' }, ['10.0.0.1']);
    assert.deepEqual([result?.transmitted, result?.received], [3, 0]);
  });

  for (const target of ['-f', '', 'a b', '$(id)', 'a\nb'])
    it(`does not ping ${JSON.stringify(target)}`, () =>
      assert.rejects(
        pingAll(stepContext(fakeCluster()), { place: 'outside' }, [target]),
        (error: unknown) => error instanceof Unobservable && error.reason.code === 'spec-invalid',
      ));
});
