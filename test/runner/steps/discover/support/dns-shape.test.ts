import assert from 'node:assert/strict';
import {
  dnsEvidence,
  fullNameOf,
  questionOf,
  reproduceDns,
  typed,
} from '../../../../../runner/steps/discover/support/dns-shape.ts';
import { readResolverSettings } from '../../../../../runner/steps/discover/support/resolver-settings.ts';
import { serviceObject } from '../../../../support/service-objects.ts';
import { podResolver } from '../fake-dns.ts';

const spec = { name: 'kubia', from: 'probe', type: 'A', search: true, control: 'kubernetes.default.svc' } as const;

describe('the shape that DNS kinds share', () => {
  it('asks for PTR records without a search list', () => {
    assert.deepEqual(questionOf(spec), { name: 'kubia', type: 'A', search: true });
    assert.deepEqual(questionOf({ ...spec, type: 'PTR', name: '10.96.0.1' }), {
      name: '1.0.96.10.in-addr.arpa.',
      type: 'PTR',
      search: false,
    });
  });

  it("completes a Service's name where the domain is known", () => {
    const settings = readResolverSettings(podResolver);
    assert.deepEqual(fullNameOf(serviceObject(), settings), { name: 'kubia.demo.svc.cluster.local.', search: false });
    assert.deepEqual(fullNameOf(serviceObject(), { ...settings, search: [] }), {
      name: 'kubia.demo.svc',
      search: true,
    });
  });

  it('prints the command to run by hand', () => {
    assert.equal(reproduceDns({ place: 'node', node: 'n1' }, { ...spec, search: false }), 'docker exec n1 dig kubia A');
    assert.equal(typed({ ...spec, type: 'AAAA' }), 'AAAA of kubia');
  });

  it('limits the length of a transcript', () => {
    const settings = { nameservers: ['10.96.0.10'], search: ['a', 'b'], ndots: 5, options: [] };
    const [answers, resolver] = dnsEvidence({ settings, lookups: [], text: 'x'.repeat(100_000) });
    assert.ok((answers?.text.length ?? 0) <= 16_000);
    assert.equal(resolver?.text, 'nameservers 10.96.0.10\nsearch a b\nndots 5');
  });
});
