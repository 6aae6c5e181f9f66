import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { ClusterProvider, Refusal } from '../../../runner/cluster/cluster.ts';
import { chooseProvider, defaultProvider, providers } from '../../../runner/cluster/index.ts';
import { DiagnosticError } from '../../../runner/core/diagnostic.ts';
import { isObject } from '../../../runner/core/json.ts';

const provider = (name: string, refusal?: Refusal): ClusterProvider => ({
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
  const all = [
    provider('kind'),
    provider('broken', { code: 'cluster-unreachable', reason: 'It is silent.', hint: 'Start it.' }),
  ];

  it('finds a provider by name', async () => {
    assert.equal((await chooseProvider('kind', all)).name, 'kind');
  });

  it('lists the providers, and suggests the nearest', async () => {
    const diagnostic = await diagnosticOf(chooseProvider('kimd', all));
    assert.equal(diagnostic?.code, 'provider-unknown');
    assert.match(diagnostic?.message ?? '', /kimd.*kind, broken/);
    assert.equal(diagnostic?.hint, 'Did you mean kind?');
  });

  it('lists all providers if none is near', async () => {
    const hint = (await diagnosticOf(chooseProvider('minikube', all)))?.hint ?? '';
    assert.match(hint, /kind or broken/);
    assert.doesNotMatch(hint, /Did you mean/);
  });

  it("rejects with a provider's own code and reason if it cannot work", async () => {
    const diagnostic = await diagnosticOf(chooseProvider('broken', all));
    assert.deepEqual(
      [diagnostic?.code, diagnostic?.message, diagnostic?.hint],
      ['cluster-unreachable', 'It is silent.', 'Start it.'],
    );
  });
});

describe('providers', () => {
  it('have different names', () => {
    assert.equal(new Set(providers.map(({ name }) => name)).size, providers.length);
  });

  it('have name and summary in their own folder', async () => {
    for (const { name, summary } of providers) {
      const module: Record<string, unknown> = await import(`../../../runner/cluster/${name}/provider.ts`);
      const own = Object.values(module).find((each) => isObject(each) && each['name'] === name);
      assert.equal((own as ClusterProvider | undefined)?.summary, summary, name);
    }
    assert.equal(defaultProvider, providers[0]);
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
