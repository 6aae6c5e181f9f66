/**
 * Has Node compile what a run loads, and keep it (`node_modules/.cache/plumbline`), so that the first `npm start` takes no longer
 * than the next. The scenarios are those that load the most. A run that goes wrong costs that time and nothing else.
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
// One that has another name now would end the run before it loads anything, and nobody would notice.
for (const each of scenarios) accessSync(each);
// The record of this run is of no use to anybody.
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
