import assert from 'node:assert/strict';
import { normalizeRecord, readDigAnswer } from '../../../../../runner/steps/discover/support/dig-answer.ts';
import { digText } from '../fake-dns.ts';

const name = 'kubia.demo.svc.cluster.local.';
const read = (type: 'A' | 'AAAA' | 'CNAME' | 'SRV' | 'PTR', answer: Parameters<typeof digText>[2]) =>
  readDigAnswer(name, type, digText(type, name, answer));

describe('readDigAnswer', () => {
  it('reads records', () => {
    assert.deepEqual(read('A', ['10.244.0.4', '10.244.0.5']), {
      name,
      rcode: 'NOERROR',
      records: ['10.244.0.4', '10.244.0.5'],
      aliases: [],
      ttl: 30,
    });
    assert.deepEqual(read('AAAA', ['FD00:0::1']).records, ['fd00::1']);
    assert.deepEqual(read('SRV', ['0 100 443 Kubia.demo.svc.cluster.local.']).records, [
      'kubia.demo.svc.cluster.local:443',
    ]);
    assert.deepEqual(read('PTR', ['kubia.demo.svc.cluster.local.']).records, ['kubia.demo.svc.cluster.local']);
    assert.deepEqual(read('CNAME', ['someapi.somecompany.com.']).records, ['someapi.somecompany.com']);
  });

  it('follows aliases', () => {
    const answer = read('A', [`${name}	30	IN	CNAME	api.example.com.`, `api.example.com.	30	IN	A	192.0.2.7`]);
    assert.deepEqual(answer.records, ['192.0.2.7']);
    assert.deepEqual(answer.aliases, ['api.example.com']);
    assert.deepEqual(read('A', [`${name}	30	IN	CNAME	api.example.com.`]).records, []);
  });

  it('distinguishes a missing name, a missing record and no answer', () => {
    assert.equal(read('A', 'NXDOMAIN').rcode, 'NXDOMAIN');
    assert.equal(read('A', 'NODATA').rcode, 'NOERROR');
    assert.equal(read('A', 'SERVFAIL').rcode, 'SERVFAIL');
    assert.equal(read('A', 'down').rcode, undefined);
    for (const answer of ['NXDOMAIN', 'NODATA', 'SERVFAIL', 'down'] as const)
      assert.deepEqual(read('A', answer).records, []);
  });

  it('ignores other sections', () => {
    const text = `${digText('A', name, 'NODATA')}\n;; ADDITIONAL SECTION:\n${name} 30 IN A 10.0.0.1\n`;
    assert.deepEqual(readDigAnswer(name, 'A', text).records, []);
  });
});

describe('normalizeRecord', () => {
  it('gives expected and actual records the same form', () => {
    assert.equal(
      normalizeRecord('SRV', '0 33 8080 10-244-1-4.Headless.demo.svc.cluster.local.'),
      '10-244-1-4.headless.demo.svc.cluster.local:8080',
    );
    assert.equal(normalizeRecord('SRV', 'kubia.demo.svc.cluster.local.:80'), 'kubia.demo.svc.cluster.local:80');
    assert.equal(normalizeRecord('CNAME', 'API.example.com.'), 'api.example.com');
  });
});
