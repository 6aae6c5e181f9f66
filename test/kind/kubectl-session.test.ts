import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plumbline } from '../support/child.ts';
import { chapter } from './session/chapter.ts';
import { everything } from './session/everything.ts';
import type { Said } from './session/kubectl.ts';
import { more } from './session/more.ts';
import { type Played, play } from './session/play.ts';
import type { Step } from './session/step.ts';
import { streams } from './session/streams.ts';
import { lab } from './support/shared-lab.ts';

const steps = [...chapter, ...everything, ...more, ...streams];

/** What kubectl says before an embedded cluster that stays. */
const playEmbedded = async (): Promise<Played[]> => {
  const cwd = mkdtempSync(join(tmpdir(), 'plumbline-up-'));
  try {
    const { code, stdout, stderr } = await plumbline(['up', '--detach', '--workers', '1'], { cwd });
    assert.equal(code, 0, stderr);
    return await play(steps, readFileSync(/KUBECONFIG=(\S+)/.exec(stdout)?.[1] ?? '', 'utf8'));
  } finally {
    await plumbline(['down'], { cwd });
    rmSync(cwd, { recursive: true, force: true });
  }
};

/** The same before a real one. */
const playReal = async (): Promise<Played[]> => {
  const cluster = await lab.cluster();
  assert.deepEqual(await cluster.provide({ ingress: true, loadBalancer: true }), []);
  return play(steps, cluster.kubeconfig());
};

/** The same session once more where only the lines of the embedded cluster count. */
const shared = ({ lines }: Step, embedded: Said, real: Said): [Said, Said] => {
  if (lines !== 'among others') return [embedded, real];
  const known = new Set(embedded.stdout.split('\n'));
  const stdout = real.stdout
    .split('\n')
    .filter((line) => known.has(line))
    .join('\n');
  return [embedded, { ...real, stdout }];
};

describe('kubectl cannot tell an embedded cluster from a real one', function () {
  this.timeout(1_200_000);
  let [embedded, real]: Played[][] = [[], []];
  before(async () => {
    [embedded, real] = await Promise.all([playEmbedded(), playReal()]);
  });

  for (const [index, step] of steps.filter(({ capture }) => capture === undefined).entries())
    it(`${index + 1} kubectl ${step.run}${step.differs ? ` (differs: ${step.differs})` : ''}`, () => {
      const [ours, theirs] = [embedded?.[index]?.said, real?.[index]?.said];
      assert.ok(ours && theirs);
      const [one, other] = shared(step, ours, theirs);
      if (step.differs) assert.notDeepEqual(one, other, 'is the same now: take `differs` away');
      else assert.deepEqual(one, other);
    });
});
