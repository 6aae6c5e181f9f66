import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../../runner/cluster/cluster.ts';
import type { JsonObject } from '../../../../runner/core/json.ts';
import { type LoadBalancerSpec, loadBalancerAnswers } from '../../../../runner/steps/expose/load-balancer-answers.ts';
import { answerOf, type FakeRun, fakeBatch, inTurn, noAnswer } from '../../../support/fake-batch.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { lookOnce, verdictOf } from '../../../support/look.ts';
import { serviceWithPods } from '../../../support/service-objects.ts';
import { stepContext } from '../../../support/step-context.ts';

const balanced = (ingress: JsonObject[] = [{ ip: '172.18.255.200' }], spec: JsonObject = {}): KubernetesObject[] =>
  serviceWithPods(2, { spec: { type: 'LoadBalancer', ...spec } }).map((object) =>
    object.kind === 'Service' ? { ...object, status: { loadBalancer: { ingress } } } : object,
  );
const look = async (
  objects: KubernetesObject[],
  program: (argv: readonly string[]) => FakeRun,
  spec: Partial<LoadBalancerSpec> = {},
) => {
  const urls: string[] = [];
  const exec = fakeBatch((argv) => {
    urls.push(argv.at(-1) ?? '');
    return program(argv);
  });
  const context = stepContext(fakeCluster({ objects, exec }), { places: { outside: { place: 'outside' } } });
  const body = { service: 'kubia', from: 'outside', path: '/', pods: 1, ...spec };
  return { finding: await lookOnce(loadBalancerAnswers, body, context), urls };
};

describe('load-balancer-answers', () => {
  it("makes a request to the address at the Service's port and passes", async () => {
    const { finding, urls } = await look(balanced(), inTurn(2), { path: 'any' });
    assert.equal(verdictOf(finding), 'passed');
    assert.deepEqual(urls, ['http://172.18.255.200:80/any']);
    assert.deepEqual(finding.observation['addresses'], ['172.18.255.200']);
    assert.equal(finding.reproduce, 'curl -sS -i -m 5 http://172.18.255.200:80/any');
  });

  it('makes requests to every address, including hostnames', async () => {
    const all = balanced([{ ip: '172.18.255.200' }, { ip: 'fd00::1' }, { hostname: 'lb.example.com' }]);
    const { finding, urls } = await look(all, inTurn(2));
    assert.equal(verdictOf(finding), 'passed');
    assert.deepEqual(urls, ['http://172.18.255.200:80/', 'http://[fd00::1]:80/', 'http://lb.example.com:80/']);
    const half = await look(all, (argv) =>
      argv.at(-1)?.includes('[') ? noAnswer(argv, 28) : answerOf(argv, 'kubia-1'),
    );
    assert.equal(verdictOf(half.finding), 'failed dropped');
  });

  it('needs answers of as many pods as the step states', async () => {
    assert.equal(verdictOf((await look(balanced(), inTurn(2), { pods: 2 })).finding), 'passed');
    const one = await look(balanced(), (argv) => answerOf(argv, 'kubia-1'), { pods: 2 });
    assert.equal(verdictOf(one.finding), 'failed always-sticky');
    assert.equal(verdictOf((await look(balanced(), inTurn(2), { pods: 3 })).finding), 'failed too-few-pods');
  });

  it('fails for an answer of another server', async () =>
    assert.equal(
      verdictOf((await look(balanced(), (argv) => answerOf(argv, 'nginx'))).finding),
      'failed pod-unidentified',
    ));

  it('explains a missing address', async () => {
    const warning = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'a', namespace: 'demo' },
      type: 'Warning',
      involvedObject: { kind: 'Service', name: 'kubia' },
      message: 'Error syncing load balancer: no address is free',
    };
    const { finding, urls } = await look([...balanced([]), warning], inTurn(2));
    assert.equal(verdictOf(finding), 'failed not-ready');
    assert.match(
      finding.reason?.message ?? '',
      /<pending>\. No load balancer implementation has set an address\. .*no address is free/,
    );
    assert.match(finding.reason?.hint ?? '', /node port work.*MetalLB/);
    assert.deepEqual(urls, []);
    const classed = await look(balanced([], { loadBalancerClass: 'example.com/x' }), inTurn(2));
    assert.match(classed.finding.reason?.message ?? '', /loadBalancerClass is example\.com\/x/);
  });

  it('fails for another type, a missing Service and a missing port', async () => {
    const other = await look(serviceWithPods(2, { spec: { type: 'NodePort' } }), inTurn(2));
    assert.equal(verdictOf(other.finding), 'failed fields-mismatch');
    assert.equal(verdictOf((await look([], inTurn(2))).finding), 'failed not-found');
    assert.equal(verdictOf((await look(balanced(), inTurn(2), { port: 81 })).finding), 'failed not-found');
  });

  it('explains externalTrafficPolicy Local', async () => {
    const { finding } = await look(balanced(undefined, { externalTrafficPolicy: 'Local' }), (argv) =>
      noAnswer(argv, 28),
    );
    assert.equal(verdictOf(finding), 'failed dropped');
    assert.match(finding.reason?.hint ?? '', /externalTrafficPolicy is Local/);
  });

  it('is an error for a fault of curl itself', async () =>
    assert.equal(verdictOf((await look(balanced(), (argv) => noAnswer(argv, 3))).finding), 'error exec-failed'));

  it('needs a load balancer, and has a title', () => {
    const spec = { service: 'kubia', from: 'outside', path: '/', pods: 1 };
    assert.deepEqual(loadBalancerAnswers.needs?.(spec), { loadBalancer: true });
    assert.equal(loadBalancerAnswers.describe(spec), 'the load balancer of Service kubia answers from outside');
    assert.match(loadBalancerAnswers.describe({ ...spec, pods: 3 }), /with at least 3 different pods$/);
  });
});
