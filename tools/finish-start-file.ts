/**
 * Makes the start file that tsc has written what its source is: a file that is no module and no script, so that any Node can read
 * it. tsc ends every module that exports nothing with `export {}`, which no script may have.
 */
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { Script } from 'node:vm';

const [, , file = ''] = argv;
const text = readFileSync(file, 'utf8').replace(/^export \{\};\n?/m, '');
// Throws unless a script can be read from it.
new Script(text, { filename: file });
writeFileSync(file, text);
chmodSync(file, 0o755);
