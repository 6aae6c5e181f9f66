import assert from 'node:assert/strict';
import type { DnsAnswer } from '../../../../../runner/simulator/objects/dns.ts';
import {
  type DigDisplay,
  digText,
  questionLine,
  recordLine,
} from '../../../../../runner/simulator/shell/dns/dig-text.ts';

const record = (name: string, data = '1.2.3.4') => ({ name, type: 'A' as const, ttl: 30, data });

describe('the text of dig', () => {
  for (const [name, line] of [
    ['a.b.', 'a.b.\t\t\t30\tIN\tA\t1.2.3.4'],
    ['example.com.', 'example.com.\t\t30\tIN\tA\t1.2.3.4'],
    ['kubernetes.default.svc.cluster.local.', 'kubernetes.default.svc.cluster.local. 30 IN A\t1.2.3.4'],
  ] as const)
    it(`a record of ${name}`, () => assert.equal(recordLine(record(name)), line));

  it('a question', () => assert.equal(questionLine('example.com.', 'A'), ';example.com.\t\t\tIN\tA'));

  const all: DigDisplay = {
    command: true,
    comments: true,
    question: true,
    answer: true,
    authority: true,
    additional: true,
    stats: true,
  };
  const more = {
    id: 7,
    cookie: '0123456789abcdef',
    server: '10.96.0.10',
    date: new Date(0),
    transport: 'UDP' as const,
  };
  const answer: DnsAnswer = {
    rcode: 'NOERROR',
    authoritative: true,
    answers: [record('a.b.')],
    authority: [],
    additional: [],
  };

  it('has all sections, and only those that are asked for', () => {
    const text = digText({ name: 'a.b.', type: 'A' }, answer, all, more);
    assert.match(
      text,
      /^;; Got answer:\n;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 7\n;; flags: qr aa rd; QUERY: 1, ANSWER: 1,/,
    );
    assert.match(
      text,
      /\n;; ANSWER SECTION:\na\.b\..*\n\n;; Query time: 0 msec\n;; SERVER: 10\.96\.0\.10#53\(10\.96\.0\.10\) \(UDP\)\n;; WHEN: Thu Jan 01 00:00:00 UTC 1970\n;; MSG SIZE {2}rcvd: 63\n\n$/,
    );
    const none = {
      ...all,
      command: false,
      comments: false,
      question: false,
      authority: false,
      additional: false,
      stats: false,
    };
    assert.equal(digText({ name: 'a.b.', type: 'A' }, answer, none, more), 'a.b.\t\t\t30\tIN\tA\t1.2.3.4\n');
  });

  it('warns of .local, and shows a recursor', () => {
    assert.match(
      digText({ name: 'a.local.', type: 'A' }, answer, all, more),
      /WARNING: \.local is reserved for Multicast DNS/,
    );
    assert.match(
      digText({ name: 'a.b.', type: 'A' }, { ...answer, authoritative: false }, all, more),
      /;; flags: qr rd ra;/,
    );
  });
});
