import assert from 'node:assert/strict';
import fc from 'fast-check';
import { groupVersionPath, queryOf, rawPath, segment } from '../../../runner/cluster/resource-path.ts';

describe('segment', () => {
  it('refuses a name or stays one segment of the path', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        let path: string;
        try {
          path = segment(name, 'Pod');
        } catch {
          return;
        }
        const { pathname } = new URL(`http://host/a/${path}/b`);
        assert.deepEqual(pathname.split('/').map(decodeURIComponent), ['', 'a', name.toWellFormed(), 'b']);
      }),
    );
  });

  it('names the wrong name', () => {
    assert.throws(() => segment('a/b', 'Service'), { status: 400, message: '"a/b" cannot be the name of a Service' });
  });
});

describe('groupVersionPath', () => {
  it('has paths for the core group and for others', () => {
    assert.equal(groupVersionPath('v1'), '/api/v1');
    assert.equal(groupVersionPath('apps/v1'), '/apis/apps/v1');
  });

  it('refuses a text that is not an apiVersion', () => {
    for (const text of ['', 'a/b/c', '..', '../v1', 'v1?x', 'a/..', 'a b'])
      assert.equal(groupVersionPath(text), undefined, text);
  });
});

describe('queryOf', () => {
  it('leaves out undefined parameters', () => {
    assert.equal(queryOf({ a: undefined }), '');
    assert.equal(queryOf({ a: 'x=1,y', b: undefined, c: 2 }), '?a=x%3D1%2Cy&c=2');
  });
});

describe('rawPath', () => {
  it('contains only characters that HTTP allows in a request line', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (path) => assert.match(rawPath(path), /^\/[\x21-\x7e]*$/)));
    assert.equal(rawPath('/livez?verbose'), '/livez?verbose');
  });
});
