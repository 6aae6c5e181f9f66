import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schema } from '../../../runner/commands/schema.ts';
import { root } from '../../support/imports.ts';
import { memoryIo } from '../../support/memory-io.ts';

describe('schema', () => {
  it('is the file that the catalogue points to (refresh it with: npm run schema)', async () => {
    const io = memoryIo(root);
    assert.equal(await schema.run([], {}, io), 0);
    assert.equal(readFileSync(join(root, 'scenarios/schema.json'), 'utf8'), io.stdout);
  });
});
