import assert from 'node:assert/strict';
import { ApiError } from '../../../../runner/cluster/api-error.ts';
import type { KubernetesObject } from '../../../../runner/cluster/cluster.ts';
import type { Clock } from '../../../../runner/core/clock.ts';
import type { JsonObject } from '../../../../runner/core/json.ts';
import { Unobservable } from '../../../../runner/core/rejection.ts';
import { type SurvivesSpec, survives } from '../../../../runner/steps/connect/survives.ts';
import { failed } from '../../../../runner/steps/finding.ts';
import type { StepContext } from '../../../../runner/steps/step.ts';
import { answerOf, type FakeProgram, fakeBatch, noAnswer } from '../../../support/fake-batch.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { answered, type FakeProberOptions, type FakeRequest, fakeProber } from '../../../support/fake-prober.ts';
import { lookOnce, verdictOf } from '../../../support/look.ts';
import { serviceObject, serviceWithPods } from '../../../support/service-objects.ts';
import { stepContext } from '../../../support/step-context.ts';

const spec: SurvivesSpec = {
  service: 'kubia',
  from: 'probe',
  connection: 'new',
  while: { scale: { object: 'deployment/kubia', replicas: 1 } },
};
const calm = { before: answered(5), during: answered(3), after: answered(12) };

/** A clock that advances whenever code waits for it. */
const hurried = (): Clock => {
  let now = 0;
  return {
    now: () => now,
    date: () => new Date(now),
    after: () => () => undefined,
    hold: () => () => undefined,
    outside: () => () => undefined,
    sleep: async (milliseconds) => {
      now += milliseconds;
    },
  };
};

interface Setting {
  requests?: FakeProberOptions['requests'];
  control?: FakeProgram;
  objects?: KubernetesObject[];
  perform?: StepContext['perform'];
  more?: Partial<SurvivesSpec>;
}

const look = async ({
  requests = calm,
  control = (argv) => answerOf(argv, 'hi'),
  objects = serviceWithPods(2),
  perform,
  more,
}: Setting) => {
  const fake = fakeProber({ requests });
  const batch = fakeBatch(control);
  const cluster = fakeCluster({
    objects,
    exec: (vantage, request) => fake.exec(vantage, request) ?? batch(vantage, request),
  });
  const acted: JsonObject[] = [];
  const undone: string[] = [];
  const plain = stepContext(cluster, { clock: hurried() });
  const context: StepContext = {
    ...plain,
    onCleanup: (title) => void undone.push(title),
    perform: (step) => {
      acted.push(step);
      return (perform ?? plain.perform)(step);
    },
  };
  const again = () => lookOnce(survives, { ...spec, ...more }, context);
  return { finding: await again(), again, acted, entered: fake.entered, undone };
};

describe('survives', () => {
  it('acts once, with requests before, during and after the action', async () => {
    const { finding, acted, entered, undone, again } = await look({});
    assert.equal(verdictOf(finding), 'passed');
    assert.deepEqual(acted, [spec.while]);
    assert.deepEqual(entered, ['before', 'during', 'after']);
    assert.deepEqual(undone, ['stop the requests']);
    assert.equal(finding.observation['requests'], 20);
    assert.deepEqual(await again(), finding);
    assert.equal(acted.length, 1);
  });

  it('fails at once for a failed request, and does not act again', async () => {
    const lost: FakeRequest = { exit: 7, error: 'curl: (7) refused' };
    const { finding, acted, again } = await look({ requests: { ...calm, during: [...answered(2), lost] } });
    assert.equal(verdictOf(finding), 'failed refused');
    assert.equal(finding.final, true);
    await again();
    assert.equal(acted.length, 1);
  });

  it('notices an open connection that breaks', async () => {
    const kept = (count: number): FakeRequest[] => answered(count).map(() => ({ connects: 0 }));
    const requests = { before: [{}, ...kept(4)], during: kept(2), after: kept(12) };
    const open = { connection: 'open' } as const;
    assert.equal(verdictOf((await look({ requests, more: open })).finding), 'passed');
    const broken = { ...requests, after: [...kept(3), { connects: 1 }, ...kept(9)] };
    assert.equal(verdictOf((await look({ requests: broken, more: open })).finding), 'failed reset');
  });

  it('does not act on a Service that does not answer before', async () => {
    for (const [setting, wanted] of [
      [{ control: (argv: string[]) => noAnswer(argv, 7) }, 'failed refused'],
      [{ control: (argv: string[]) => answerOf(argv, 'no', { status: 503 }) }, 'failed status-mismatch'],
      [{ control: (argv: string[]) => noAnswer(argv, 7), objects: [serviceObject()] }, 'failed no-endpoints'],
      [{ control: (argv: string[]) => noAnswer(argv, 27) }, 'error exec-failed'],
      [{ objects: [] }, 'failed not-found'],
    ] as const) {
      const { finding, acted } = await look(setting as Setting);
      assert.equal(verdictOf(finding), wanted);
      assert.deepEqual(acted, []);
      assert.equal(finding.final, undefined);
    }
  });

  it('reports the reason of an action that failed', async () => {
    const perform = async () => ({
      ...failed('not-found', 'There is no Deployment kubia.', { expected: 'a', actual: 'b' }),
      attempts: 1,
      durationMs: 1,
    });
    const { finding } = await look({ perform });
    assert.equal(verdictOf(finding), 'failed not-found');
    assert.match(finding.reason?.message ?? '', /^The action did not succeed: There is no Deployment kubia\.$/);
  });

  it('does not act again when the result of the action is unknown', async () => {
    for (const [cause, wanted] of [
      [new Unobservable('no-exit-status', 'gone'), 'error no-exit-status'],
      [new ApiError(500, 'InternalError', 'etcd'), 'error cluster-error'],
    ] as const) {
      const perform = () => Promise.reject(cause);
      const { finding, acted, again } = await look({ perform });
      assert.deepEqual([verdictOf(finding), finding.final], [wanted, true]);
      await again();
      assert.equal(acted.length, 1);
    }
  });

  it('does not act again after an error of its own', async () => {
    const { finding, acted, again } = await look({ perform: () => Promise.reject(new Error('oops')) });
    assert.equal(verdictOf(finding), 'error internal');
    assert.equal(verdictOf(await again()), 'error internal');
    assert.equal(acted.length, 1);
  });

  it('binds the inner step', () => {
    const asked: unknown[] = [];
    const binder = {
      file: () => [],
      manifest: () => [],
      step: (...words: unknown[]) => {
        asked.push(words);
        return { scale: { ready: true } };
      },
    };
    assert.deepEqual(survives.bind?.(spec, binder).while, { scale: { ready: true } });
    assert.deepEqual(asked, [[spec.while, ['while'], 'act']]);
  });

  it('states its expectation', () => {
    const inside = 'scale object: deployment/kubia, replicas: 1';
    assert.equal(survives.describe(spec), `no request to Service kubia from probe fails during ${inside}`);
    assert.equal(
      survives.describe({ ...spec, connection: 'open' }),
      `requests over an open connection to Service kubia from probe are answered during ${inside}`,
    );
  });
});
