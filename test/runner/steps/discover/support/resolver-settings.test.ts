import assert from 'node:assert/strict';
import {
  candidatesOf,
  clusterDomainOf,
  readResolverSettings,
} from '../../../../../runner/steps/discover/support/resolver-settings.ts';

const settings = readResolverSettings(
  'search old.example\n# comment\nsearch demo.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5 edns0\n',
);

describe('readResolverSettings', () => {
  it("reads the kubelet's file", () => {
    assert.deepEqual(settings, {
      nameservers: ['10.96.0.10'],
      search: ['demo.svc.cluster.local', 'svc.cluster.local', 'cluster.local'],
      ndots: 5,
      options: ['ndots:5', 'edns0'],
    });
    assert.equal(clusterDomainOf(settings), 'cluster.local');
  });

  it('uses the defaults of resolv.conf(5)', () => {
    assert.deepEqual(readResolverSettings('nameserver 8.8.8.8\nsearch .\n'), {
      nameservers: ['8.8.8.8'],
      search: [],
      ndots: 1,
      options: [],
    });
    assert.equal(readResolverSettings('options ndots:99').ndots, 15);
    const twice = readResolverSettings('options ndots:2 rotate\noptions ndots:5');
    assert.deepEqual([twice.ndots, twice.options], [5, ['rotate', 'ndots:5']]);
    assert.equal(clusterDomainOf(readResolverSettings('search corp.example')), undefined);
  });
});

describe('candidatesOf', () => {
  const [own, svc, domain] = ['.demo.svc.cluster.local.', '.svc.cluster.local.', '.cluster.local.'];

  for (const [name, useSearch, expected] of [
    ['kubia', true, [`kubia${own}`, `kubia${svc}`, `kubia${domain}`]],
    ['kubia.demo', true, [`kubia.demo${own}`, `kubia.demo${svc}`, `kubia.demo${domain}`, 'kubia.demo.']],
    ['kubia.', true, ['kubia.']],
    ['kubia', false, ['kubia.']],
    ['a.b.c.d.e.f', true, ['a.b.c.d.e.f.', `a.b.c.d.e.f${own}`, `a.b.c.d.e.f${svc}`, `a.b.c.d.e.f${domain}`]],
  ] as const)
    it(`${name}${useSearch ? '' : ' without search'}`, () =>
      assert.deepEqual(candidatesOf(name, settings, useSearch), expected));

  it('returns only the name itself without a search list', () => {
    assert.deepEqual(candidatesOf('kubia', readResolverSettings(''), true), ['kubia.']);
  });
});
