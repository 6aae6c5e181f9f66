import assert from 'node:assert/strict';
import { defaultNodeImage } from '../../../runner/cluster/default-images.ts';
import { release } from '../../../runner/simulator/release.ts';
import { readSources } from '../../support/imports.ts';

const minor = `${release.major}.${release.minor}`;

describe('the release', () => {
  it('has one version, whole and in parts', () => {
    assert.match(release.gitVersion, new RegExp(`^v${minor}\\.\\d+$`));
    assert.equal(release.libraryVersion, release.gitVersion.replace('v1.', 'v0.'));
  });

  it('is of the same minor as the nodes of a kind cluster', () =>
    assert.equal(/:v(\d+\.\d+)\./.exec(defaultNodeImage)?.[1], minor));

  it('is named by no other code of the simulator', () => {
    const withoutComments = (text: string): string => text.replaceAll(/\/\*[\s\S]*?\*\/|(^|\s)\/\/[^\n]*/g, '');
    const named = new RegExp(`\\b${minor.replace('.', '\\.')}\\b|['"]${release.minor}['"]`);
    const sources = readSources('runner/simulator', 'runner/cluster/embedded', 'tools').filter(
      ({ path }) => path !== 'runner/simulator/release.ts',
    );
    assert.ok(sources.length > 100);
    assert.deepEqual(
      sources.filter(({ text }) => named.test(withoutComments(text))).map(({ path }) => path),
      [],
    );
  });
});
