import assert from 'node:assert/strict';
import { Unobservable } from '../../../../runner/core/rejection.ts';
import { openSocket, type SocketRequest, socketWords } from '../../../../runner/probe/socket/socket.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { type FakeNetcat, fakeNetcat } from '../../../support/fake-nc.ts';
import { stepContext } from '../../../support/step-context.ts';

const request: SocketRequest = { host: 'kubia', port: 80, protocol: 'TCP' };
const open = (end: FakeNetcat, more: Partial<SocketRequest> = {}) => {
  const exec = fakeNetcat(() => end);
  return openSocket(stepContext(fakeCluster({ exec })), { place: 'outside' }, { ...request, ...more });
};
const codeOf =
  (code: string) =>
  (cause: unknown): boolean =>
    cause instanceof Unobservable && cause.reason.code === code;

describe('openSocket', () => {
  for (const [end, outcome] of [
    [{ error: 'Connection to kubia (10.96.0.10) 80 port [tcp/http] succeeded!' }, 'open'],
    [{ status: 1, error: 'nc: connect to kubia (10.96.0.10) port 80 (tcp) failed: Connection refused' }, 'refused'],
    [{ status: 1, error: "nc: can't connect to remote host (10.96.0.10): Connection refused" }, 'refused'],
    [{ status: 1, error: 'nc: connect to 172.18.0.99 port 80 (tcp) failed: No route to host' }, 'refused'],
    [{ status: 1, error: 'nc: connect to kubia port 80 (tcp) timed out: Operation now in progress' }, 'dropped'],
    [{ status: 1, error: 'nc: timed out' }, 'dropped'],
    [{ status: 1, error: 'nc: getaddrinfo for host "nope" port 80: Name or service not known' }, 'unresolvable'],
    [{ status: 1, error: "nc: bad address 'nope'" }, 'unresolvable'],
    [{ status: 1, error: 'nc: something else' }, 'other'],
  ] as const)
    it(`TCP: reads ${end.error} as ${outcome}`, async () => assert.equal((await open(end)).outcome, outcome));

  for (const [end, outcome] of [
    [{ answer: 'kubia-1', seconds: 2 }, 'open'],
    [{ seconds: 0 }, 'refused'],
    [{ seconds: 1 }, 'refused'],
    [{ seconds: 2 }, 'dropped'],
    [{ seconds: 3 }, 'dropped'],
    [{ status: 1, error: "nc: bad address 'nope'" }, 'unresolvable'],
  ] as const)
    it(`UDP: reads ${JSON.stringify(end)} as ${outcome}`, async () =>
      assert.equal((await open(end, { protocol: 'UDP', send: 'hostname' })).outcome, outcome));

  it('sends text unchanged, never as arguments', async () => {
    let sent = '';
    const exec = fakeNetcat((_, send) => {
      sent = send;
      return { answer: 'PONG' };
    });
    const send = 'PING $(id) %s\\n\r\n';
    const reply = await openSocket(stepContext(fakeCluster({ exec })), { place: 'outside' }, { ...request, send });
    assert.deepEqual([sent, reply.answer], [send, 'PONG']);
  });

  it('rejects an nc that lacks an option', async () =>
    assert.rejects(open({ status: 1, error: "nc: invalid option -- 'z'\nUsage: nc …" }), codeOf('tool-missing')));
  it('rejects a place without nc', async () => {
    const exec = () => ({ status: 127, stderr: 'plumbline: missing nc\n' });
    const opening = openSocket(stepContext(fakeCluster({ exec })), { place: 'outside' }, request);
    await assert.rejects(opening, codeOf('tool-missing'));
  });
  it('takes an answer that looks like the end of the transcript as an answer', async () =>
    assert.equal((await open({ answer: '\nplumbline-0 1 1\n' })).outcome, 'open'));
  it('rejects a transcript without an end', async () => {
    const exec = () => ({ status: 0, stderr: 'x' });
    const opening = openSocket(stepContext(fakeCluster({ exec })), { place: 'outside' }, request);
    await assert.rejects(opening, codeOf('transcript-unreadable'));
  });
});

describe('socketWords', () => {
  for (const [more, words] of [
    [{}, '-z -v -w 2 kubia 80'],
    [{ send: 'x' }, '-v -w 2 kubia 80'],
    [{ listen: true }, '-v -w 2 kubia 80'],
    [{ protocol: 'UDP', send: 'x' }, '-u -w 2 kubia 80'],
  ] as const)
    it(words, () => assert.equal(socketWords({ ...request, ...more }).join(' '), words));
  it('never reads a host as an option', () =>
    assert.throws(() => socketWords({ ...request, host: '-e' }), Unobservable));
});
