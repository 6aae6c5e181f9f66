import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../../runner/cluster/cluster.ts';
import { checkSpec } from '../../../../runner/scenario/validate.ts';
import { type TrafficSplitsSpec, trafficSplits } from '../../../../runner/steps/connect/traffic-splits.ts';
import { answerOf, type FakeProgram, fakeStream, noAnswer } from '../../../support/fake-batch.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { lookOnce, verdictOf } from '../../../support/look.ts';
import { serviceObject, serviceWithPods } from '../../../support/service-objects.ts';
import { stepContext } from '../../../support/step-context.ts';

/** kubia-1 to kubia-4. The last is the canary. */
const objects = serviceWithPods(4).map((each) =>
  each.kind === 'Pod'
    ? {
        ...each,
        metadata: { ...each.metadata, labels: { track: each.metadata.name === 'kubia-4' ? 'canary' : 'stable' } },
      }
    : each,
);
const between = { 'track=stable': 3, 'track=canary': 1 };
const names = ['kubia-1', 'kubia-2', 'kubia-3', 'kubia-4'];

/** Answers of the pods in a fixed order, each over its own connection. */
const cycle = (pods: readonly string[]): FakeProgram => {
  let next = 0;
  return (argv) => answerOf(argv, `You've hit ${pods[next++ % pods.length]}\n`);
};
const look = (program: FakeProgram, spec: Partial<TrafficSplitsSpec> = {}, all: KubernetesObject[] = objects) => {
  const context = stepContext(fakeCluster({ objects: all, exec: fakeStream(program) }));
  return lookOnce(trafficSplits, { service: 'kubia', from: 'probe', between, ...spec }, context);
};
const verdict = async (...words: Parameters<typeof look>): Promise<string> => verdictOf(await look(...words));

describe('traffic-splits', () => {
  it('passes when the shares match the weights, and states the smallest deviation that it detects', async () => {
    const finding = await look(cycle(names));
    assert.equal(verdictOf(finding), 'passed');
    const { requests, shares, wanted, deviation } = finding.observation;
    assert.equal(requests, 2_090);
    assert.deepEqual(wanted, { 'track=stable': 0.75, 'track=canary': 0.25 });
    assert.ok(Math.abs((shares as Record<string, number>)['track=canary'] ?? 0) - 0.25 < 0.001);
    assert.ok(Number(deviation) <= 0.126);
    assert.match(finding.evidence[0]?.text ?? '', /2090 requests find a share that deviates by at least 12\.5 %/);
    assert.equal(finding.actual, '2090 new connections: track=stable 75.0 %, track=canary 25.0 %');
  });

  it('passes without weights', async () => {
    assert.equal(await verdict(cycle(names), { between: ['track=stable', 'track=canary'] }), 'passed');
    assert.equal(await verdict(cycle(names), { between: ['track=stable', 'kubia-4'] }), 'passed');
  });

  it('fails for other weights, and for very different ones after few requests', async () => {
    const coarse = await look(cycle(names), { between: { 'track=stable': 1, 'track=canary': 1 } });
    assert.equal(verdictOf(coarse), 'failed split-mismatch');
    assert.equal(coarse.observation['requests'], 205);
    assert.match(coarse.reason?.hint ?? '', /The ready pods are 3 with track=stable, 1 with track=canary/);
    const fine = await look(cycle(names), { between: { 'track=stable': 4, 'track=canary': 1 } });
    assert.equal(verdictOf(fine), 'failed split-mismatch');
    assert.ok(Number(fine.observation['requests']) > 10_000);
  });

  it('is an error for weights that no number of requests distinguishes from even shares', async () =>
    assert.equal(
      await verdict(cycle(names), { between: { 'track=stable': 3.1, 'track=canary': 1 } }),
      'error spec-invalid',
    ));

  it('fails when one pod answers all requests, and explains it by affinity', async () => {
    const sticky = objects.map((each) =>
      each.kind === 'Service' ? serviceObject({ spec: { sessionAffinity: 'ClientIP' } }) : each,
    );
    const finding = await look(cycle(['kubia-1']), {}, sticky);
    assert.equal(verdictOf(finding), 'failed split-mismatch');
    assert.match(finding.reason?.hint ?? '', /sessionAffinity: ClientIP/);
  });

  it('leaves out answers over connections that were already open', async () => {
    const kept: FakeProgram = (argv) => answerOf(argv, 'kubia-1', { connects: 0 });
    assert.equal(await verdict(kept), 'error time-ran-out');
  });

  it('fails for groups that do not fit the ready pods', async () => {
    assert.equal(await verdict(cycle(names), { between: ['track=stable', 'track=cinary'] }), 'failed too-few-pods');
    assert.equal(await verdict(cycle(names), { between: ['kubia-1', 'kubia-2'] }), 'failed endpoints-mismatch');
  });

  it('fails without a pod, a Service or an answer, with the reason', async () => {
    assert.equal(await verdict(cycle(names), {}, [serviceObject()]), 'failed no-endpoints');
    assert.equal(await verdict(cycle(names), {}, []), 'failed not-found');
    assert.equal(await verdict((argv) => noAnswer(argv, 7)), 'failed refused');
    assert.equal(await verdict(cycle(['who'])), 'failed pod-unidentified');
  });

  it('states its expectation', () =>
    assert.equal(
      trafficSplits.describe({ service: 'kubia', from: 'probe', between }),
      'new connections to Service kubia from probe are split track=stable 3 : track=canary 1',
    ));

  for (const [faults, bad] of [
    [0, between],
    [0, ['a', 'b']],
    [1, { 'a=b': 1 }],
    [1, { 'a=b': 1, c: -1 }],
    [1, ['a']],
    [1, ['a', 'a']],
  ] as const)
    it(`between: ${JSON.stringify(bad)} has ${faults} faults`, () =>
      assert.equal(checkSpec(trafficSplits, { service: 'a', from: 'probe', between: bad } as never).length, faults));
});
