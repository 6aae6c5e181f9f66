import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkSettings, type Lists } from '../../../../../runner/steps/discover/support/resolver-checks.ts';
import { readResolverSettings } from '../../../../../runner/steps/discover/support/resolver-settings.ts';
import { podResolver } from '../fake-dns.ts';

const settings = readResolverSettings(podResolver);
const faults = (present: Lists, absent: Lists = {}): string[] =>
  checkSettings(settings, present, absent)
    .filter(({ holds }) => !holds)
    .map(({ fault }) => fault);

describe('checkSettings', () => {
  it('compares the beginning of a list', () => {
    assert.deepEqual(faults({ search: ['demo.svc.cluster.local'] }), []);
    assert.deepEqual(
      faults({ search: ['Demo.svc.cluster.local.', 'svc.cluster.local'], nameservers: ['10.96.0.10'] }),
      [],
    );
    assert.deepEqual(faults({ search: ['svc.cluster.local'] }), [
      'search domain svc.cluster.local is number 2 instead of 1',
    ]);
    assert.deepEqual(faults({ nameservers: ['10.96.0.11'] }), ['name server 10.96.0.11 is missing']);
  });

  it('compares options as a set', () => {
    assert.deepEqual(faults({ options: ['ndots:5'] }), []);
    assert.deepEqual(faults({ options: ['ndots:2', 'edns0'] }), [
      'the option is ndots:5 instead of ndots:2',
      'option edns0 is missing',
    ]);
  });

  it('looks for unwanted entries everywhere', () => {
    assert.deepEqual(
      faults({}, { search: ['default.svc.cluster.local'], options: ['ndots:2'], nameservers: ['::1'] }),
      [],
    );
    assert.deepEqual(faults({}, { search: ['cluster.local'], options: ['ndots'], nameservers: ['10.96.0.10'] }), [
      'name server 10.96.0.10 is not expected',
      'search domain cluster.local is not expected',
      'option ndots:5 is not expected',
    ]);
  });

  it("counts every value once, and accepts a file's own entries", () => {
    const words = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { maxLength: 4 });
    fc.assert(
      fc.property(words, words, words, (nameservers, search, options) => {
        const file = { nameservers, search, options, ndots: 1 };
        const checks = checkSettings(file, file);
        assert.equal(checks.length, nameservers.length + search.length + options.length);
        assert.ok(checks.every(({ holds }) => holds));
        assert.ok(checkSettings(file, {}, file).every(({ holds }) => !holds));
      }),
    );
  });
});
