import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../../runner/cluster/cluster.ts';
import { nodePortAnswersOnEveryNode } from '../../../../runner/steps/expose/node-port-answers-on-every-node.ts';
import { answerOf, type FakeRun, fakeBatch, inTurn, noAnswer } from '../../../support/fake-batch.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { lookOnce, verdictOf } from '../../../support/look.ts';
import { podObject, serviceObject, serviceWithPods } from '../../../support/service-objects.ts';
import { stepContext } from '../../../support/step-context.ts';

const ports = [{ port: 80, targetPort: 8080, nodePort: 30123 }];
const nodePortService = (spec = {}): KubernetesObject[] =>
  serviceWithPods(2, { ports, spec: { type: 'NodePort', ...spec } });
const nodes = [
  { name: 'control', internalIP: '172.18.0.2', controlPlane: true },
  { name: 'worker', internalIP: '172.18.0.3', controlPlane: false },
];

const look = (objects: KubernetesObject[], program: (argv: readonly string[]) => FakeRun, spec = {}) => {
  const cluster = { ...fakeCluster({ objects, exec: fakeBatch(program) }), nodes: async () => nodes };
  const context = stepContext(cluster, { places: { outside: { place: 'outside' } } });
  return lookOnce(nodePortAnswersOnEveryNode, { service: 'kubia', from: 'outside', path: '/', ...spec }, context);
};
const urlOf = (argv: readonly string[]): string => argv.at(-1) ?? '';

describe('node-port-answers-on-every-node', () => {
  it('makes one request to each node and passes', async () => {
    const urls: string[] = [];
    const answers = inTurn(2);
    const finding = await look(nodePortService(), (argv) => {
      urls.push(urlOf(argv));
      return answers(argv);
    });
    assert.equal(verdictOf(finding), 'passed');
    assert.deepEqual(urls, ['http://172.18.0.2:30123/', 'http://172.18.0.3:30123/']);
    assert.deepEqual(finding.observation['nodes'], { control: 'answered by kubia-1', worker: 'answered by kubia-2' });
    assert.equal(finding.reproduce, 'curl -sS -i -m 5 http://172.18.0.2:30123/');
  });

  it('names the node that does not answer, and gives half the points', async () => {
    const finding = await look(nodePortService(), (argv) =>
      urlOf(argv).includes('.3:') ? noAnswer(argv, 28) : answerOf(argv, 'kubia-1'),
    );
    assert.equal(verdictOf(finding), 'failed dropped');
    assert.match(
      finding.reason?.message ?? '',
      /^On worker, no ready pod of Service kubia answers\. .*no connection was established/,
    );
    assert.equal(finding.fraction, 0.5);
    assert.equal(finding.reproduce, 'curl -sS -i -m 5 http://172.18.0.3:30123/');
  });

  it('does not count an answer of another server', async () => {
    const finding = await look(nodePortService(), (argv) => answerOf(argv, 'nginx', { status: 404 }));
    assert.equal(verdictOf(finding), 'failed pod-unidentified');
    assert.match(finding.reason?.message ?? '', /control \(172\.18\.0\.2\): 404 nginx/);
  });

  it('explains externalTrafficPolicy Local', async () => {
    const finding = await look(nodePortService({ externalTrafficPolicy: 'Local' }), (argv) => noAnswer(argv, 28));
    assert.match(finding.reason?.hint ?? '', /externalTrafficPolicy is Local/);
  });

  it('fails for a Service without a node port', async () => {
    const finding = await look(serviceWithPods(2), inTurn(2));
    assert.equal(verdictOf(finding), 'failed fields-mismatch');
    assert.match(finding.reason?.message ?? '', /has no node port: its type is ClusterIP/);
  });

  it('fails for a Service without pods, with the reason', async () => {
    const objects = [serviceObject({ ports, spec: { type: 'NodePort' } }), podObject('x', { app: 'y' })];
    assert.equal(verdictOf(await look(objects, (argv) => noAnswer(argv, 7))), 'failed no-endpoints');
  });

  it('is an error for a fault of curl itself', async () =>
    assert.equal(verdictOf(await look(nodePortService(), (argv) => noAnswer(argv, 3))), 'error exec-failed'));

  it('is an error when a node got no request', async () => {
    const exec = fakeBatch(inTurn(2), { most: 1 });
    const cluster = {
      ...fakeCluster({ objects: nodePortService(), exec }),
      nodes: async () => nodes,
    };
    const finding = await lookOnce(
      nodePortAnswersOnEveryNode,
      { service: 'kubia', from: 'probe', path: '/' },
      stepContext(cluster),
    );
    assert.equal(verdictOf(finding), 'error time-ran-out');
  });

  it('states its expectation', () =>
    assert.equal(
      nodePortAnswersOnEveryNode.describe({ service: 'kubia', from: 'outside', path: '/' }),
      'every node answers requests from outside to the node port of Service kubia',
    ));
});
