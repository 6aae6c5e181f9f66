import assert from 'node:assert/strict';
import type { HttpReply } from '../../../../../runner/probe/http/reply.ts';
import type { Backend } from '../../../../../runner/probe/identity/backends.ts';
import { judgeRoute, type Route, routeText } from '../../../../../runner/steps/expose/support/route-row.ts';

const backend = (name: string): Backend => ({
  name,
  hostname: name,
  address: '10.0.0.1',
  ports: [8080],
  draining: false,
});
const backends = new Map([
  ['foo', { ready: [backend('foo-1')] }],
  ['bar', { ready: [backend('bar-1')] }],
  ['both', { ready: [backend('foo-1'), backend('bar-1')] }],
]);
const reply = (body: string, status = 200): HttpReply => ({
  request: 0,
  outcome: 'answered',
  exit: 0,
  status,
  headers: {},
  body,
  cut: false,
  error: '',
});
const route = (more: Partial<Route>): Route => ({ path: '/', tls: false, ...more });

describe('judgeRoute', () => {
  for (const [title, wanted, answer, fault] of [
    ['a pod of the backend', { backend: 'foo' }, reply('foo-1'), undefined],
    ['a pod of another backend', { backend: 'foo' }, reply('bar-1'), 'pod-unexpected'],
    ['a pod of two backends', { backend: 'both' }, reply('bar-1'), undefined],
    ['an answer without a known pod', { backend: 'foo' }, reply('hello'), 'pod-unidentified'],
    ['an error page without a known pod', { backend: 'foo' }, reply('oops', 503), 'status-mismatch'],
    ['the expected status', { status: 404 }, reply('', 404), undefined],
    ['another status', { status: 404 }, reply('', 503), 'status-mismatch'],
    ['the expected backend and status', { backend: 'foo', status: 500 }, reply('foo-1', 500), undefined],
    [
      'the expected backend with another status',
      { backend: 'foo', status: 200 },
      reply('foo-1', 500),
      'status-mismatch',
    ],
    ['the expected status of another backend', { backend: 'foo', status: 200 }, reply('bar-1'), 'pod-unexpected'],
  ] as const)
    it(title, () => {
      const row = judgeRoute(route(wanted), answer, backends);
      assert.equal(row.fault, fault);
      assert.equal(row.holds, fault === undefined);
    });

  it('neither passes nor fails a row without a request', () => {
    const row = judgeRoute(route({ status: 404 }), undefined, backends);
    assert.deepEqual([row.holds, row.fault], [false, undefined]);
  });
});

describe('routeText', () => {
  it('is the row of a table', () => {
    assert.equal(routeText(route({ host: 'a.b', path: '/c', backend: 'foo', status: 200 })), 'a.b/c → foo with 200');
    assert.equal(routeText(route({ status: 404, tls: true })), 'https://*/ → 404');
  });
});
