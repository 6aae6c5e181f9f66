import assert from 'node:assert/strict';
import { meansCluster, sumUp } from '../../../../../runner/steps/discover/support/dns-verdict.ts';
import type { Lookup } from '../../../../../runner/steps/discover/support/lookup.ts';
import { readResolverSettings } from '../../../../../runner/steps/discover/support/resolver-settings.ts';
import { fakeCluster } from '../../../../support/fake-cluster.ts';
import { stepContext } from '../../../../support/step-context.ts';
import { podResolver } from '../fake-dns.ts';

const settings = readResolverSettings(podResolver);
const elsewhere = readResolverSettings('nameserver 8.8.8.8\nsearch corp.example');

/** "NAME RCODE DATA" for each answer. The RCODE - is no answer. */
const lookup = (tool: 'dig' | 'getent', name: string, ...answers: string[]): Lookup => ({
  question: { name, type: 'A', search: true },
  tool,
  answers: answers.map((text) => {
    const [asked = '', rcode = '-', ...records] = text.split(' ');
    return { name: asked, ...(rcode !== '-' && { rcode }), records, aliases: [] };
  }),
});
const inside = 'x.demo.svc.cluster.local.';

describe('sumUp', () => {
  const dig = (relative: boolean, ...answers: string[]): string =>
    sumUp(lookup('dig', 'x', ...answers), settings, relative).result;

  it('prefers records to other answers', () => {
    assert.equal(dig(true, `${inside} NXDOMAIN`, 'x.svc.cluster.local. NOERROR 10.0.0.1'), 'found');
    assert.equal(dig(true, `${inside} SERVFAIL`, 'x.svc.cluster.local. NOERROR 10.0.0.1'), 'found');
  });

  it('prefers NODATA to NXDOMAIN', () => {
    assert.equal(dig(true, `${inside} NOERROR`, 'x.svc.cluster.local. NXDOMAIN'), 'NODATA');
    assert.equal(dig(true, `${inside} NXDOMAIN`, 'x.svc.cluster.local. NXDOMAIN'), 'NXDOMAIN');
  });

  it('is undecided when no server answers', () => {
    for (const rcode of ['SERVFAIL', 'REFUSED', '-'])
      assert.equal(dig(true, `${inside} NXDOMAIN`, `x.svc.cluster.local. ${rcode}`), 'unanswered');
    assert.equal(dig(true), 'unanswered');
  });

  it('counts a silent upstream server only for names that it may have', () => {
    assert.equal(dig(true, `${inside} NXDOMAIN`, 'x.default. SERVFAIL'), 'NXDOMAIN');
    assert.equal(dig(false, `${inside} NXDOMAIN`, 'x.example. SERVFAIL'), 'unanswered');
    assert.equal(dig(true, 'x.example. SERVFAIL'), 'unanswered');
    assert.equal(sumUp(lookup('dig', 'x', 'x. NXDOMAIN', 'x.corp.example. -'), elsewhere, true).result, 'unanswered');
  });

  it('reads no code from getent, and nothing definite about names outside the cluster', () => {
    assert.equal(sumUp(lookup('getent', 'x', 'x - 10.0.0.1'), settings, true).result, 'found');
    assert.equal(sumUp(lookup('getent', 'x', 'x -'), settings, true).result, 'absent');
    assert.equal(sumUp(lookup('getent', 'www.example.com', 'www.example.com -'), settings, false).result, 'unanswered');
    assert.equal(sumUp(lookup('getent', inside, `${inside} -`), settings, false).result, 'absent');
    assert.equal(sumUp(lookup('getent', inside, `${inside} -`), elsewhere, false).result, 'unanswered');
    assert.equal(sumUp(lookup('getent', inside), settings, true).result, 'unanswered');
  });
});

describe('meansCluster', () => {
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'demo' } };
  const context = stepContext(fakeCluster({ objects: [namespace] }));

  for (const [name, expected] of [
    ['kubia', true],
    ['kubia.demo', true],
    ['kubia.demo.svc', true],
    ['kubia.nope', false],
    ['_http._tcp.kubia', true],
    ['_http._tcp.kubia.demo', true],
    ['_http._tcp.www.example.com', false],
    ['www.example.com', false],
    ['kubia.', false],
  ] as const)
    it(`${name}: ${expected}`, async () => assert.equal(await meansCluster(name, context), expected));
});
