import assert from 'node:assert/strict';
import { hostText, parseUrl, portOf, requestWords } from '../../../../runner/probe/http/request.ts';
import { Unobservable } from '../../../../runner/steps/finding.ts';

const isInvalid = (error: unknown): boolean => error instanceof Unobservable && error.reason.code === 'spec-invalid';

describe('requestWords', () => {
  it('passes the URL with --url, so that it is never read as an option', () =>
    assert.deepEqual(requestWords({ url: 'http://x/' }), ['--url', 'http://x/']));

  it('turns each property into its option', () =>
    assert.deepEqual(
      requestWords({
        url: 'https://x.example/',
        method: 'POST',
        headers: { Host: 'y' },
        resolve: { 'x.example': '10.0.0.1' },
        httpVersion: '1.1',
        insecure: true,
      }),
      [
        '-X',
        'POST',
        '-H',
        'Host: y',
        '--resolve',
        'x.example:443:10.0.0.1',
        '--http1.1',
        '-k',
        '--url',
        'https://x.example/',
      ],
    ));

  it('waits for no body with HEAD', () =>
    assert.deepEqual(requestWords({ url: 'http://x/', method: 'HEAD' }), ['-I', '--url', 'http://x/']));

  for (const headers of [{ 'X-A': 'b\r\nX-Evil: 1' }, { '@/etc/passwd': 'x' }, { 'a b': 'x' }, { '': 'x' }])
    it(`refuses the header ${JSON.stringify(headers)}`, () =>
      assert.throws(() => requestWords({ url: 'http://x/', headers }), isInvalid));
});

describe('hostText', () => {
  it('puts IPv6 addresses in brackets', () => {
    assert.deepEqual(['10.0.0.1', 'kubia', 'fd00::1'].map(hostText), ['10.0.0.1', 'kubia', '[fd00::1]']);
  });
});

describe('portOf', () => {
  for (const [url, port] of [
    ['http://x', 80],
    ['https://x', 443],
    ['http://x:81/a', 81],
    ['http://[::1]:8080', 8080],
  ] as const)
    it(`${url} is ${port}`, () => assert.equal(portOf(url), port));
});

describe('parseUrl', () => {
  for (const url of ['file:///etc/passwd', 'kubia', '--help', 'http://x\n/', 'http://x/a b', 'ftp://x', 'http://\0x'])
    it(`refuses ${JSON.stringify(url)}`, () => assert.throws(() => parseUrl(url), isInvalid));
});
