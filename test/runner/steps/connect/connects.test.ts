import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../../runner/cluster/cluster.ts';
import { checkSpec } from '../../../../runner/scenario/validate.ts';
import { type ConnectsSpec, connects } from '../../../../runner/steps/connect/connects.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { type FakeNetcat, fakeNetcat } from '../../../support/fake-nc.ts';
import { lookOnce, verdictOf } from '../../../support/look.ts';
import {
  podEndpoint,
  podObject,
  serviceObject,
  serviceWithPods,
  sliceObject,
} from '../../../support/service-objects.ts';
import { stepContext } from '../../../support/step-context.ts';

const ports = [
  { name: 'tcp', port: 80, targetPort: 8080, protocol: 'TCP' },
  { name: 'udp', port: 80, targetPort: 8081, protocol: 'UDP' },
];
const kubia = serviceWithPods(2, { ports });
const look = (end: FakeNetcat, spec: Partial<ConnectsSpec> = {}, objects: KubernetesObject[] = kubia) => {
  const whole: ConnectsSpec = {
    protocol: 'TCP',
    from: 'probe',
    ...(spec.to === undefined && { service: 'kubia' }),
    ...spec,
  };
  return lookOnce(connects, whole, stepContext(fakeCluster({ objects, exec: fakeNetcat(() => end) })));
};
const verdict = async (...words: Parameters<typeof look>): Promise<string> => verdictOf(await look(...words));

const refused: FakeNetcat = { status: 1, error: 'nc: connect to 10.96.0.10 port 80 (tcp) failed: Connection refused' };
const dropped: FakeNetcat = { status: 1, error: 'nc: connect to 10.96.0.10 port 80 (tcp) timed out: …' };
const unknownName: FakeNetcat = { status: 1, error: "nc: bad address 'kubai'" };
const udp = { protocol: 'UDP', send: 'hostname' } as const;

describe('connects', () => {
  for (const [wanted, end, spec] of [
    ['passed', {}, {}],
    ['passed', { answer: '+PONG\r\n' }, { send: 'PING\r\n', contains: 'PONG' }],
    ['passed', { answer: '220 mail\r\n' }, { matches: '^220 ' }],
    ['failed no-answer', {}, { send: 'PING\r\n' }],
    ['failed no-answer', {}, { contains: '220' }],
    ['failed body-mismatch', { answer: '-ERR' }, { send: 'PING\r\n', contains: 'PONG' }],
    ['failed body-mismatch', { answer: '-ERR' }, { send: 'PING\r\n', matches: '^\\+' }],
    ['failed refused', refused, {}],
    ['failed dropped', dropped, {}],
    ['failed unresolvable', unknownName, { to: 'db.example.com', port: 5432 }],
    ['failed not-found', unknownName, { to: 'kubai', port: 80 }],
    ['failed not-found', {}, { port: 81 }],
    ['error exec-failed', { status: 1, error: 'nc: out of memory' }, {}],
    ['passed', { answer: 'kubia-1', seconds: 2 }, { ...udp, matches: '^kubia-' }],
    ['failed body-mismatch', { answer: 'web-1', seconds: 2 }, { ...udp, matches: '^kubia-' }],
    ['failed refused', {}, udp],
    ['failed no-answer', { seconds: 2 }, udp],
  ] as const)
    it(`${JSON.stringify(spec)} with ${JSON.stringify(end)}: ${wanted}`, async () =>
      assert.equal(await verdict(end, spec), wanted));

  it('names the first broken link of the Service', async () => {
    const none = [serviceObject({ ports })];
    assert.equal(await verdict(refused, {}, none), 'failed no-endpoints');
    assert.equal(await verdict({}, udp, none), 'failed no-endpoints');
    assert.equal(await verdict({}, {}, []), 'failed not-found');
    const slice = sliceObject([podEndpoint('kubia-1', '10.244.0.1', { ready: false })]);
    const waiting = [serviceObject({ ports }), slice, podObject('kubia-1', { ready: false })];
    assert.equal(await verdict(refused, {}, waiting), 'failed not-ready');
  });

  it('shows the answer and the command to run by hand', async () => {
    const finding = await look({ answer: '+PONG\r\n' }, { send: "PING 'x' 5%\r\n" });
    assert.equal(finding.actual, 'the connection was accepted, and the answer was "+PONG"');
    assert.equal(
      finding.reproduce,
      `kubectl exec -n demo plumbline-probe -- sh -c 'printf "$1" | nc -v -w 2 10.96.0.10 80' sh 'PING '\\''x'\\'' 5%%\\r\\n'`,
    );
    assert.deepEqual(finding.observation, { address: '10.96.0.10', port: 80, outcome: 'open', answer: '+PONG\r\n' });
  });

  it('distinguishes TCP from UDP', async () => {
    assert.equal((await look(dropped)).reason?.message.startsWith('10.96.0.10:80 (TCP): no connection was'), true);
    assert.match((await look({ seconds: 2 }, udp)).reason?.message ?? '', /\(UDP\): there was no answer/);
  });

  for (const [spec, expected] of [
    [{ service: 'db' }, 'a TCP connection from probe to Service db is accepted'],
    [{ to: 'db', port: 5432 }, 'a TCP connection from probe to db port 5432 is accepted'],
    [{ service: 'db', send: 'x' }, 'a TCP connection from probe to Service db is accepted, and the server answers'],
    [
      { service: 'db', matches: '^220' },
      'a TCP connection from probe to Service db is accepted, and the server sends a text matching /^220/',
    ],
    [{ service: 'db', ...udp, contains: 'a' }, 'a UDP datagram from probe to Service db is answered with "a"'],
  ] as const)
    it(`states the expectation that ${expected}`, () =>
      assert.equal(connects.describe({ protocol: 'TCP', from: 'probe', ...spec }), expected));

  for (const [faults, spec] of [
    [0, { service: 'a' }],
    [0, { to: 'a', port: 1 }],
    [0, { service: 'a', protocol: 'UDP', send: 'x' }],
    [1, { service: 'a', protocol: 'UDP' }],
    [1, { to: 'a' }],
    [1, { port: 1 }],
    [1, { service: 'a', to: 'b', port: 1 }],
    [1, { service: 'a', protocol: 'SCTP' }],
  ] as const)
    it(`${JSON.stringify(spec)} has ${faults} faults`, () => assert.equal(checkSpec(connects, spec).length, faults));
});
