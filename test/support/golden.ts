import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './imports.ts';

/** Compares with test/golden/<name>. UPDATE_GOLDENS=1 writes the file instead: read the difference then. */
export const assertGolden = (name: string, actual: string): void => {
  const path = join(root, 'test/golden', name);
  if (process.env['UPDATE_GOLDENS'] === '1') {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, actual);
  }
  assert.equal(actual, readFileSync(path, 'utf8'));
};
