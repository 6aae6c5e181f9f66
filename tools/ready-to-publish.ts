import { readFileSync } from 'node:fs';
import process from 'node:process';

interface Manifest {
  version: string;
  repository?: { url?: string };
  bugs?: { url?: string };
  homepage?: string;
}

/** The entries that a published package needs and that these two files lack. */
export const missingIn = (manifest: Manifest, changelog: string): string[] => {
  const dated = new RegExp(`^## \\[${manifest.version.replaceAll('.', '\\.')}\\] - \\d{4}-\\d{2}-\\d{2}$`, 'm');
  return [
    ...(manifest.repository?.url ? [] : ['package.json: repository.url']),
    ...(manifest.bugs?.url ? [] : ['package.json: bugs.url']),
    ...(manifest.homepage ? [] : ['package.json: homepage']),
    ...(dated.test(changelog) ? [] : [`CHANGELOG.md: ## [${manifest.version}] with its day`]),
  ];
};

if (import.meta.main) {
  const read = (name: string): string => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
  const missing = missingIn(JSON.parse(read('package.json')), read('CHANGELOG.md'));
  for (const each of missing)
    process.stderr.write(`Not ready to publish: ${each} is missing (docs/contributing/releasing.md).\n`);
  process.exitCode = missing.length > 0 ? 1 : 0;
}
