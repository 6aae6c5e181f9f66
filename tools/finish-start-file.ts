/**
 * Removes `export {}` from the start file that tsc has written, so that any Node can read the file as a module and as a
 * script. tsc adds that line to every module without exports, and a script must not have it.
 */
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { Script } from 'node:vm';

const [, , file = ''] = argv;
const text = readFileSync(file, 'utf8').replace(/^export \{\};\n?/m, '');
// Throws if the text is not a valid script.
new Script(text, { filename: file });
writeFileSync(file, text);
chmodSync(file, 0o755);
