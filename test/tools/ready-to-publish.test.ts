import assert from 'node:assert/strict';
import { missingIn } from '../../tools/ready-to-publish.ts';

const manifest = {
  version: '1.2.0',
  repository: { url: 'git+https://git.example/plumbline.git' },
  bugs: { url: 'https://git.example/plumbline/issues' },
  homepage: 'https://git.example/plumbline',
};

describe('ready to publish', () => {
  it('is a package with its addresses, and with a date for its version', () =>
    assert.deepEqual(missingIn(manifest, '# Changelog\n\n## [1.2.0] - 2026-12-01\n'), []));

  it('is no package without them', () => {
    assert.deepEqual(
      missingIn({ version: '1.2.0', repository: {} }, '## [1.2.0] - Unreleased\n## [1x2.0] - 2026-12-01\n'),
      [
        'package.json: repository.url',
        'package.json: bugs.url',
        'package.json: homepage',
        'CHANGELOG.md: ## [1.2.0] with its day',
      ],
    );
  });
});
