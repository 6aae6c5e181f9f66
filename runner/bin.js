#!/usr/bin/env node
// JavaScript, unlike all else: for a start in TypeScript Node loads its parser, although everything behind it is in the cache.
import { enableCompileCache, findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';

const manifest = findPackageJSON(import.meta.url);
// Beside what is cached, and gone with it; a shared /tmp could hold another user's code. Where it cannot be written, nothing happens.
if (manifest) enableCompileCache(join(dirname(manifest), 'node_modules', '.cache', 'plumbline'));
// What is compiled before the cache is there is not in it: so everything else comes after.
await import('./main.ts');
