import assert from 'node:assert/strict';
import { plumbline } from '../../support/child.ts';
import { testFolder } from '../../support/folder.ts';

const scenario = (expected: string): string => `
title: A Service
given:
  - manifest:
      apiVersion: v1
      kind: Service
      metadata: { name: web }
      spec: { selector: { app: web }, ports: [{ port: 80 }] }
steps:
  - resource-matches: { kind: Service, name: web, fields: { spec: ${expected} } }
`;

describe('selftest', function () {
  this.timeout(60_000);
  const folder = testFolder();
  folder.write('careful.yaml', scenario('{ selector: { app: web }, ports: [{ port: 80, targetPort: 80 }] }'));
  folder.write('careless.yaml', scenario('{ selector: { app: web } }'));
  folder.write('wrong.yaml', scenario('{ selector: { app: db } }'));
  folder.write('accepted.yaml', '"careless: port Service/web spec.ports.0.port": the port does not matter here\n');
  folder.write('stale.yaml', '"careful: port Service/web spec.ports.0.port": noticed by now\n');
  const selftest = (...words: string[]) => plumbline(['selftest', '--patience', '50', ...words], { cwd: folder.path });

  it('exits with 0 when every mistake is noticed', async () => {
    const end = await selftest('careful.yaml');
    assert.equal(end.code, 0, end.stdout + end.stderr);
    assert.match(end.stdout, /careful {2}6 of 6 killed\n[\s\S]*Mutation score 100\.0 %/);
    assert.match(end.stderr, /^6 mutants$/m);
  });

  it('exits with 1 below the wanted score, and names the survivors', async () => {
    const end = await selftest('careless.yaml');
    assert.equal(end.code, 1);
    assert.match(end.stdout, /careless: port Service\/web spec\.ports\.0\.port\n.* 80 → 81\n/);
    assert.equal((await selftest('--min-score', '50', '--accept', 'accepted.yaml', 'careless.yaml')).code, 0);
  });

  it('exits with 1 if an unchanged scenario does not pass, or a list of survivors is stale', async () => {
    const unfit = await selftest('wrong.yaml', 'careful.yaml');
    assert.equal(unfit.code, 1);
    assert.match(unfit.stdout, /the unchanged scenario does not pass:\n {2}wrong: failed, resource-matches: /);
    assert.equal((await selftest('--accept', 'stale.yaml', 'careful.yaml')).code, 1);
  });

  it('exits with 2 if the list of survivors does not exist', async () =>
    assert.equal((await selftest('--accept', 'nowhere.yaml', 'careful.yaml')).code, 2));

  it('runs the same sample again with the same seed', async () => {
    const sampled = async (seed: string) =>
      (
        JSON.parse((await selftest('--json', '--sample', '2', '--seed', seed, 'careful.yaml')).stdout) as {
          mutants: { id: string }[];
        }
      ).mutants.map(({ id }) => id);
    const first = await sampled('3');
    assert.equal(first.length, 2);
    assert.deepEqual(await sampled('3'), first);
  });
});
