import assert from 'node:assert/strict';
import fc from 'fast-check';
import { expandGlobs, parseUrl, resolveUrl } from '../../../../../runner/simulator/shell/curl/url.ts';

describe('URLs', () => {
  for (const [text, expected] of [
    ['kubia', 'http kubia 80 /'],
    ['http://kubia', 'http kubia 80 /'],
    ['HTTP://Kubia:8080/a?b#c', 'http Kubia 8080 /a?b'],
    ['https://a?x=1', 'https a 443 /?x=1'],
    ['http://me:pw@a/b', 'http a 80 /b'],
    ['http://[::1]:9/x', 'http ::1 9 /x'],
    ['http://a/b/../c/./d', 'http a 80 /c/d'],
    ['http://a/../..', 'http a 80 /'],
    ['ftp://a', 'ftp a 0 /'],
    ['http://', undefined],
    ['http://a:b/', undefined],
    ['http://a:70000/', undefined],
    ['http://a b/', undefined],
    ['', undefined],
  ] as const)
    it(`${text || 'nothing'}: ${expected ?? 'malformed'}`, () => {
      const url = parseUrl(text);
      assert.equal(url && `${url.scheme} ${url.host} ${url.port} ${url.target}`, expected);
    });

  it('agree with the standard where both know the URL', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), (text) => {
        const [own, standard] = [parseUrl(text), new URL(text)];
        assert.equal(own?.host.toLowerCase(), standard.hostname);
        assert.equal(own?.port, Number(standard.port) || (standard.protocol === 'https:' ? 443 : 80));
      }),
    );
  });

  for (const [location, expected] of [
    ['/b', 'http://a:8080/b'],
    ['c', 'http://a:8080/x/c'],
    ['//other/d', 'http://other/d'],
    ['https://e/', 'https://e/'],
  ] as const)
    it(`Location: ${location}`, () => {
      const base = parseUrl('http://a:8080/x/y?z');
      assert.ok(base);
      assert.equal(resolveUrl(base, location), expected);
    });

  for (const [text, expected] of [
    ['a', ['a']],
    ['{a,b}', ['a', 'b']],
    ['x[08-10]', ['x08', 'x09', 'x10']],
    ['[1-5:2]{a,b}', ['1a', '1b', '3a', '3b', '5a', '5b']],
    ['[::1]', ['[::1]']],
  ] as const)
    it(`glob ${text}`, () => assert.deepEqual(expandGlobs(text), expected));

  it('a glob is bounded', () => assert.equal(expandGlobs('[1-9999999]').length, 10_000));
});
