import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { ClusterProvider } from '../../../runner/cluster/cluster.ts';
import { chooseProvider, providers } from '../../../runner/cluster/index.ts';
import { DiagnosticError } from '../../../runner/core/diagnostic.ts';

const provider = (name: string, refusal?: { reason: string; hint: string }): ClusterProvider => ({
  name,
  summary: name,
  refusal: async () => refusal,
  start: async () => Promise.reject(new Error('not here')),
  sweep: async () => [],
});

const diagnosticOf = async (work: Promise<unknown>) => {
  try {
    await work;
  } catch (error) {
    assert.ok(error instanceof DiagnosticError);
    return error.diagnostics[0];
  }
  return assert.fail('it was not refused');
};

describe('chooseProvider', () => {
  const all = [provider('kind'), provider('broken', { reason: 'No engine.', hint: 'Start one.' })];

  it('finds the provider of a name', async () => {
    assert.equal((await chooseProvider('kind', all)).name, 'kind');
  });

  it('says what there is, and what was meant', async () => {
    const diagnostic = await diagnosticOf(chooseProvider('kimd', all));
    assert.equal(diagnostic?.code, 'provider-unknown');
    assert.match(diagnostic?.message ?? '', /kimd.*kind, broken/);
    assert.equal(diagnostic?.hint, 'Did you mean kind?');
  });

  it('lists all when nothing is near', async () => {
    const hint = (await diagnosticOf(chooseProvider('minikube', all)))?.hint ?? '';
    assert.match(hint, /kind or broken/);
    assert.doesNotMatch(hint, /Did you mean/);
  });

  it("hands on a provider's refusal", async () => {
    const diagnostic = await diagnosticOf(chooseProvider('broken', all));
    assert.deepEqual(
      [diagnostic?.code, diagnostic?.message, diagnostic?.hint],
      ['docker-unavailable', 'No engine.', 'Start one.'],
    );
  });
});

describe('providers', () => {
  it('have different names', () => {
    assert.equal(new Set(providers.map(({ name }) => name)).size, providers.length);
  });

  it('load no heavy package before they are used', async () => {
    const module = fileURLToPath(new URL('../../../runner/cluster/index.ts', import.meta.url));
    const script = `
      await import(${JSON.stringify(module)});
      const { createRequire } = await import('node:module');
      const loaded = Object.keys(createRequire(import.meta.url).cache).filter((each) => /testcontainers|dockerode/.test(each));
      console.log(loaded.length);`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
    assert.equal(stdout.trim(), '0');
  });
});
