import assert from 'node:assert/strict';
import type { KubernetesObject, Vantage } from '../../../../runner/cluster/cluster.ts';
import { type SourceIpIsSpec, sourceIpIs } from '../../../../runner/steps/connect/source-ip-is.ts';
import { answerOf, type FakeProgram, fakeStream, noAnswer } from '../../../support/fake-batch.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { lookOnce, verdictOf } from '../../../support/look.ts';
import { nodeObject, podObject, serviceObject, serviceWithPods } from '../../../support/service-objects.ts';
import { stepContext } from '../../../support/step-context.ts';

const surroundings = [
  nodeObject('node-1', '172.18.0.3', ['10.244.7.0/24']),
  podObject('plumbline-probe', { app: 'probe', ip: '10.244.0.99' }),
];
const places: Record<string, Vantage> = {
  outside: { place: 'outside' },
  'node/node-1': { place: 'node', node: 'node-1' },
};

const look = (
  spec: Partial<SourceIpIsSpec>,
  program: FakeProgram | string,
  objects: KubernetesObject[] = serviceWithPods(2),
) => {
  const asked: string[] = [];
  const exec = fakeStream((argv, vantage) => {
    asked.push(argv.at(-1) ?? '');
    return typeof program === 'string' ? answerOf(argv, program) : program(argv, vantage);
  });
  const context = stepContext(fakeCluster({ objects: [...objects, ...surroundings], exec }), { places });
  const whole = { from: 'probe', is: 'client', ...(spec.url === undefined && { service: 'kubia' }), ...spec };
  return lookOnce(sourceIpIs, whole, context).then((finding) => ({ finding, asked }));
};

const verdict = async (...words: Parameters<typeof look>): Promise<string> => verdictOf((await look(...words)).finding);

describe('source-ip-is', () => {
  it('makes enough requests to reach every ready pod', async () => {
    const { finding, asked } = await look({}, '10.244.0.99:41234');
    assert.equal(verdictOf(finding), 'passed');
    assert.equal(asked.length, 31);
    assert.equal(asked[0], 'http://10.96.0.10:80/clientip');
    assert.deepEqual(finding.observation['sources'], { '10.244.0.99': 31 });
    assert.equal(finding.actual, 'the server saw 10.244.0.99 (pod plumbline-probe): 31');
  });

  for (const [spec, body, wanted] of [
    [{}, '::ffff:10.244.0.99', 'passed'],
    [{}, '10.244.7.1:1', 'failed source-mismatch'],
    [{}, '10.244.0.98:1', 'failed source-mismatch'],
    [{ is: 'node' }, '10.244.7.1:1', 'passed'],
    [{ is: 'node' }, '172.18.0.3:1', 'passed'],
    [{ is: 'node' }, '10.244.0.99:1', 'failed source-mismatch'],
    [{ is: '10.244.0.99' }, '10.244.0.99:1', 'passed'],
    [{ is: '10.244.0.9' }, '10.244.0.99:1', 'failed source-mismatch'],
    [{ from: 'node/node-1' }, '172.18.0.3:1', 'passed'],
    [{ from: 'node/node-1' }, '10.244.7.1:1', 'passed'],
    [{ from: 'node/node-1' }, '172.18.0.4:1', 'failed source-mismatch'],
    [{ from: 'outside' }, '10.244.0.9:1', 'passed'],
    [{ from: 'outside' }, '172.18.0.3:1', 'failed source-mismatch'],
    [{}, "You've hit kubia-1", 'failed body-mismatch'],
  ] as const)
    it(`${JSON.stringify(spec)} with ${body} is ${wanted}`, async () =>
      assert.equal(await verdict(spec, body), wanted));

  it('fails for one answer with another address', async () => {
    let next = 0;
    const { finding } = await look({}, (argv) => answerOf(argv, ++next === 31 ? '10.244.7.1:1' : '10.244.0.99:1'));
    assert.equal(verdictOf(finding), 'failed source-mismatch');
    assert.match(
      finding.reason?.message ?? '',
      /^In 1 of 31 answers the source was 10.244.7.1 \(node node-1 in its pod CIDR\), not the client's 10.244.0.99\.$/,
    );
    assert.match(finding.reason?.hint ?? '', /externalTrafficPolicy: Local/);
  });

  it('explains a pod that reaches itself', async () => {
    const { finding } = await look({ from: 'pod/kubia-1' }, '10.244.7.1:1');
    assert.match(finding.reason?.hint ?? '', /reaches itself/);
  });

  it('explains a source that is not replaced', async () =>
    assert.match((await look({ is: 'node' }, '10.244.0.99:1')).finding.reason?.hint ?? '', /externalTrafficPolicy/));

  it('makes one request to a URL without a Service', async () => {
    const { finding, asked } = await look({ url: 'http://10.244.0.1:8080' }, '10.244.0.99:1');
    assert.equal(verdictOf(finding), 'passed');
    assert.deepEqual(asked, ['http://10.244.0.1:8080/clientip']);
  });

  it('keeps the given path', async () => {
    assert.equal((await look({ url: 'http://kubia/a?b=c' }, '10.244.0.99')).asked[0], 'http://kubia/a?b=c');
    assert.equal((await look({ url: 'http://kubia', path: '/ip' }, '10.244.0.99')).asked[0], 'http://kubia/ip');
    assert.equal((await look({ path: '/ip' }, '10.244.0.99')).asked[0], 'http://10.96.0.10:80/ip');
  });

  it('fails for an answer that is not a success', async () =>
    assert.equal(
      await verdict({}, (argv) => answerOf(argv, '10.244.0.99', { status: 404 })),
      'failed status-mismatch',
    ));
  it('fails for a failed request, and is an error for a fault of curl', async () => {
    assert.equal(await verdict({}, (argv) => noAnswer(argv, 28)), 'failed dropped');
    assert.equal(await verdict({}, (argv) => noAnswer(argv, 7), [serviceObject()]), 'failed no-endpoints');
    assert.equal(await verdict({}, (argv) => noAnswer(argv, 2)), 'error exec-failed');
  });
  it('fails without the Service', async () => assert.equal(await verdict({}, '10.244.0.99', []), 'failed not-found'));
  it('is an error when an expression gives no address', async () =>
    assert.equal(await verdict({ is: 'nobody' }, '10.244.0.99'), 'error spec-invalid'));

  it('states its expectation', () =>
    assert.equal(
      sourceIpIs.describe({ service: 'web', from: 'outside', is: 'node' }),
      'the server behind Service web sees a node as the source of connections from outside',
    ));
});
