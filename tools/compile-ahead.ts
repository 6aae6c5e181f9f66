/**
 * Lets Node compile the files that a run loads and cache the result (`node_modules/.cache/plumbline`), so that the first
 * `npm start` takes no longer than the next. The chosen scenarios load the most files. If this run fails, nothing else does.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';

const root = join(import.meta.dirname, '..');
const scenarios = ['testing-from-inside/double-dash.yaml', 'conformance/dns-cluster.yaml', 'ingress/tls.yaml'].map(
  (each) => join(root, 'scenarios', each),
);
// A file that was renamed would end the run before it loads anything, and nobody would notice.
for (const each of scenarios) accessSync(each);
// Nobody needs the record of this run.
const folder = mkdtempSync(join(tmpdir(), 'plumbline-compile-'));
try {
  spawnSync(execPath, [join(root, 'runner/bin.js'), 'run', ...scenarios], {
    cwd: folder,
    stdio: 'ignore',
    timeout: 60_000,
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
