import assert from 'node:assert/strict';
import { inlineManifest } from '../../../../../runner/steps/act/support/inline-manifest.ts';

const service = (name: string) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name } });

describe('inlineManifest', () => {
  it('prints one object, or a List of several, on one line', () => {
    const words = ['kubectl', 'create', '-n', 'demo'];
    assert.equal(
      inlineManifest(words, [service('a')]),
      `printf %s '{"apiVersion":"v1","kind":"Service","metadata":{"name":"a"}}' | kubectl create -n demo -f -`,
    );
    assert.match(inlineManifest(words, [service('a'), service('b')]) ?? '', /"kind":"List","items":\[\{.*"name":"b"/);
  });

  it('is undefined for objects that are too long', () =>
    assert.equal(inlineManifest(['kubectl'], [service('x'.repeat(3_000))]), undefined));
});
