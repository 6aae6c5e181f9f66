import assert from 'node:assert/strict';
import { ApiError } from '../../../../runner/cluster/api-error.ts';
import type { KubernetesObject } from '../../../../runner/cluster/cluster.ts';
import { type LogsContainSpec, logsContain } from '../../../../runner/steps/look/logs-contain.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { lookOnce, verdictOf } from '../../../support/look.ts';
import { podObject } from '../../../support/service-objects.ts';
import { stepContext } from '../../../support/step-context.ts';

const request = 'Received request from ::ffff:10.244.0.1\n';
const spec = (more: Partial<LogsContainSpec> = {}): LogsContainSpec => ({
  from: 'pod/app=kubia',
  contains: 'Received request from',
  count: 1,
  in: 'any',
  ...more,
});

/** Pods with their logs. An error is the answer of a request that fails. */
const look = (logs: Record<string, string | Error>, body = spec(), change = (pod: KubernetesObject) => pod) => {
  const cluster = fakeCluster({ objects: Object.keys(logs).map((name) => change(podObject(name))) });
  cluster.api.logs = async (_namespace, pod) => {
    const log = logs[pod] ?? '';
    if (log instanceof Error) throw log;
    return log;
  };
  return lookOnce(logsContain, body, stepContext(cluster));
};

describe('logs-contain', () => {
  it('passes for one log, unless all are required', async () => {
    const logs = { a: `Kubia server starting...\n${request}`, b: 'Kubia server starting...\n' };
    const finding = await look(logs);
    assert.equal(verdictOf(finding), 'passed');
    assert.deepEqual(finding.observation, { lines: { a: 1, b: 0 }, first: request.trim() });
    assert.equal(finding.actual, 'pod/a: 1 of 2 lines fit; pod/b: 0 of 1 lines fit');
    assert.equal(finding.reproduce, 'kubectl logs -n demo -l app=kubia --tail=-1 --all-containers');
    const all = await look(logs, spec({ in: 'all' }));
    assert.equal(verdictOf(all), 'failed output-mismatch');
    assert.match(
      all.reason?.message ?? '',
      /^1 of 2 logs of pod\/app=kubia lack "Received.*": pod\/b: 0 of 1 lines fit\.$/,
    );
    assert.equal(verdictOf(await look({ a: request, b: request }, spec({ in: 'all' }))), 'passed');
  });

  it('counts lines, and the lines of one pod', async () => {
    const logs = { a: request.repeat(2), b: request };
    assert.equal(verdictOf(await look(logs, spec({ count: 2 }))), 'passed');
    const finding = await look(logs, spec({ count: 3 }));
    assert.equal(verdictOf(finding), 'failed output-mismatch');
    assert.match(
      finding.reason?.message ?? '',
      /contains 3 lines with "Received request from": pod\/a: 2 of 2 lines fit/,
    );
  });

  it('matches line by line', async () => {
    const { contains: _, ...rest } = spec();
    const from = (matches: string) => look({ a: `x\n${request}` }, { ...rest, matches });
    assert.equal(verdictOf(await from('^Received request from ::ffff:[0-9.]+$')), 'passed');
    assert.equal(verdictOf(await from('x.Received')), 'failed output-mismatch');
    assert.equal(verdictOf(await from('(')), 'error spec-invalid');
  });

  it('fails for an empty log, and for a container that has not started', async () => {
    assert.match((await look({ a: '' })).reason?.message ?? '', /pod\/a: its log is empty/);
    const waiting = new ApiError(
      400,
      'BadRequest',
      'container "kubia" in pod "a" is waiting to start: ContainerCreating',
    );
    const finding = await look({ a: waiting });
    assert.equal(verdictOf(finding), 'failed output-mismatch');
    assert.match(finding.reason?.message ?? '', /waiting to start: ContainerCreating/);
  });

  it('shows the end of logs without the line', async () => {
    const lines = Array.from({ length: 40 }, (_, index) => `line ${index}`).join('\n');
    const { evidence } = await look({ a: lines });
    assert.equal(evidence[0]?.title, 'the end of the log of pod/a');
    assert.match(evidence[0]?.text ?? '', /^line 30\n[\s\S]*line 39$/);
  });

  it('is an error when a log cannot be read completely', async () => {
    assert.equal(verdictOf(await look({ a: new ApiError(500, 'InternalError', 'dial') })), 'error cluster-error');
    const long = 'x'.repeat(4 * 1024 * 1024);
    assert.equal(verdictOf(await look({ a: long })), 'error transcript-unreadable');
    assert.equal(verdictOf(await look({ a: `${request}${long}` })), 'passed');
  });

  it('ignores pods that are being deleted where all are required', async () => {
    const leaving = (pod: KubernetesObject) =>
      pod.metadata.name === 'b' ? { ...pod, metadata: { ...pod.metadata, deletionTimestamp: 'now' } } : pod;
    assert.equal(verdictOf(await look({ a: request, b: '' }, spec({ in: 'all' }), leaving)), 'passed');
    const gone = new ApiError(404, 'NotFound', 'pods "b" not found');
    assert.equal(verdictOf(await look({ a: request, b: gone }, spec({ in: 'all' }))), 'passed');
  });

  it('fails without a pod', async () => {
    assert.equal(verdictOf(await look({}, spec({ in: 'all' }))), 'failed not-found');
    assert.equal(verdictOf(await look({ a: request }, spec({ from: 'pod/b' }))), 'failed not-found');
    assert.equal(verdictOf(await look({ a: request }, spec({ container: 'kubai' }))), 'failed not-found');
  });

  it('names the pod and the container in the kubectl command', async () => {
    const finding = await look({ a: request }, spec({ from: 'pod/a', container: 'kubia' }));
    assert.equal(finding.reproduce, 'kubectl logs -n demo pod/a --tail=-1 -c kubia');
  });

  it('has a title', () => {
    assert.equal(logsContain.describe(spec()), 'a log of pod/app=kubia contains "Received request from"');
    assert.equal(
      logsContain.describe(spec({ in: 'all', count: 2 })),
      'every log of pod/app=kubia contains 2 lines with "Received request from"',
    );
  });
});
