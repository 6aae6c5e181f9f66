import assert from 'node:assert/strict';
import { manualClock } from '../../../../../runner/core/clock.ts';
import { runProbe, watchProbe } from '../../../../../runner/simulator/controllers/kubelet/probes.ts';
import type { RunningContainer } from '../../../../../runner/simulator/objects/containers.ts';
import type { ConnectOutcome } from '../../../../../runner/simulator/objects/network.ts';
import type { Container, Pod, Probe } from '../../../../../runner/simulator/objects/pods.ts';
import type { Listener } from '../../../../../runner/simulator/objects/sockets.ts';

const pod = { status: { podIP: '10.244.1.2' } } as Pod;
const container = {
  name: 'm',
  image: 'x',
  ports: [{ containerPort: 8080, name: 'http', protocol: 'TCP' }],
} as Container;
const base = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };

const look = (probe: object, outcome: ConnectOutcome['result'] | number, running: object = {}) => {
  const clock = manualClock();
  const listener: Listener = {
    port: 8080,
    protocol: 'TCP',
    address: '0.0.0.0',
    http: async () => ({ status: Number(outcome), headers: {}, body: '' }),
  };
  const connected = {
    result: 'connected',
    listener,
    peer: { ip: '', port: 0 },
    backend: { ip: '', port: 0, name: '' },
  } as const;
  const network = {
    connect: (): ConnectOutcome => (typeof outcome === 'number' ? connected : ({ result: outcome } as ConnectOutcome)),
    ping: () => 'lost' as const,
  };
  const result = runProbe(
    { clock, network, source: { place: 'node', node: 'n', ip: '' } },
    { ...base, ...probe } as Probe,
    { pod, container, running: running as RunningContainer },
  );
  return clock.advance(2000).then(() => result);
};

describe('probes', () => {
  for (const [name, probe, outcome, ok, message] of [
    ['HTTP 200', { httpGet: { port: 'http', path: '/ready' } }, 200, true, ''],
    ['HTTP 302', { httpGet: { port: 8080 } }, 302, true, ''],
    ['HTTP 500', { httpGet: { port: 8080 } }, 500, false, 'HTTP probe failed with statuscode: 500'],
    [
      'HTTP refused',
      { httpGet: { port: 8080 } },
      'refused',
      false,
      'Get "http://10.244.1.2:8080/": dial tcp 10.244.1.2:8080: connect: connection refused',
    ],
    [
      'HTTP dropped',
      { httpGet: { port: 8080 } },
      'dropped',
      false,
      'Get "http://10.244.1.2:8080/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
    ],
    ['TCP open', { tcpSocket: { port: 'http' } }, 200, true, ''],
    [
      'TCP closed',
      { tcpSocket: { port: 8080 } },
      'refused',
      false,
      'dial tcp 10.244.1.2:8080: connect: connection refused',
    ],
    [
      'a port that has no such name',
      { tcpSocket: { port: 'nope' } },
      200,
      false,
      'dial tcp 10.244.1.2:undefined: connect: connection refused',
    ],
  ] as const)
    it(name, async () => assert.deepEqual(await look(probe, outcome), { ok, message }));

  it('exec: the exit code counts, the output is kept', async () => {
    const exec = async (_command: string[], io: { stdout(text: string): void }) => {
      io.stdout('no /tmp/ready\n');
      return { code: 1 };
    };
    assert.deepEqual(await look({ exec: { command: ['ls'] } }, 200, { exec }), { ok: false, message: 'no /tmp/ready' });
    const hangs = { exec: () => new Promise(() => undefined) };
    assert.match((await look({ exec: { command: ['sleep', '9'] } }, 200, hangs)).message, /command timed out/);
  });

  it('minds the thresholds', async () => {
    const clock = manualClock();
    const answers = [false, false, false, true, true];
    const settled: string[] = [];
    let looks = 0;
    const watch = watchProbe({ ...base, initialDelaySeconds: 5, successThreshold: 2 } as Probe, clock, {
      look: async () => ({ ok: answers[looks++] ?? true, message: '' }),
      tell: ({ ok }, done) => settled.push(`${clock.now()} ${ok} ${done}`),
    });
    await clock.advance(46_000);
    watch.end();
    await clock.advance(60_000);
    assert.deepEqual(settled, [
      '5000 false false',
      '15000 false false',
      '25000 false true',
      '35000 true false',
      '45000 true true',
    ]);
  });
});
