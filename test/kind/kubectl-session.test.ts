import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
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

/** kubectl's output with an embedded cluster that stays. */
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

/** kubectl's output with a real cluster. */
const playReal = async (): Promise<Played[]> => {
  const cluster = await lab.cluster();
  assert.deepEqual(await cluster.provide({ ingress: true, loadBalancer: true }), []);
  return play(steps, cluster.kubeconfig());
};

/** The session once more, to compare only the lines of the embedded cluster. */
const shared = ({ lines }: Step, embedded: Said, real: Said): [Said, Said] => {
  if (lines !== 'among others') return [embedded, real];
  const known = new Set(embedded.stdout.split('\n'));
  const stdout = real.stdout
    .split('\n')
    .filter((line) => known.has(line))
    .join('\n');
  return [embedded, { ...real, stdout }];
};

/** The answers of both clusters to one step, for each time that the session was played. */
interface Answers {
  step: Step;
  embedded: Said[];
  real: Said[];
}

const playBoth = async (known: readonly Answers[]): Promise<Answers[]> => {
  const [embedded, real] = await Promise.all([playEmbedded(), playReal()]);
  assert.equal(embedded.length, real.length);
  return embedded.map(({ step, said }, index) => ({
    step,
    embedded: [...(known[index]?.embedded ?? []), said],
    real: [...(known[index]?.real ?? []), ...(real[index] ? [real[index].said] : [])],
  }));
};

const pairsOf = ({ step, embedded, real }: Answers): [Said, Said][] =>
  embedded.flatMap((ours) => real.map((theirs) => shared(step, ours, theirs)));

const difference = (answers: Answers): [unknown, unknown] => pairsOf(answers)[0] ?? [undefined, 'an answer'];

const agree = (answers: Answers): boolean => pairsOf(answers).some(([ours, theirs]) => isDeepStrictEqual(ours, theirs));

describe('kubectl cannot tell an embedded cluster from a real one', function () {
  this.timeout(1_800_000);
  let answers: Answers[] = [];
  before(async () => {
    answers = await playBoth([]);
    // Answers of a real cluster also vary with the order of concurrent changes. In that case the whole session is played again.
    if (answers.some((each) => !each.step.differs && !agree(each))) answers = await playBoth(answers);
  });

  for (const [index, step] of steps.filter(({ capture }) => capture === undefined).entries())
    it(`${index + 1} kubectl ${step.run}${step.differs ? ` (differs: ${step.differs})` : ''}`, () => {
      const found = answers[index];
      assert.equal(found?.step, step);
      if (step.differs) assert.ok(!agree(found), 'is the same now: take `differs` away');
      else if (!agree(found)) assert.deepEqual(...difference(found));
    });
});
