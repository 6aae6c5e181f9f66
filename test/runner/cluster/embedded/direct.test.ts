import assert from 'node:assert/strict';
import { ApiError, UnreachableError } from '../../../../runner/cluster/api-error.ts';
import type { KubernetesObject } from '../../../../runner/cluster/cluster.ts';
import { createDirectExecutor, createDirectTransport } from '../../../../runner/cluster/embedded/direct.ts';
import { systemClock } from '../../../../runner/core/clock.ts';
import { createDirectApi } from '../../../../runner/simulator/api/http/direct.ts';
import type { PodRuntime } from '../../../../runner/simulator/api/http/streams.ts';
import { echoRuntime, reach } from '../../simulator/api/http/api-client.ts';
import { makeApi, podOf, serviceOf } from '../../simulator/cluster.ts';

const target = { namespace: 'default', pod: 'p' };
const services = '/api/v1/namespaces/default/services';

const carriers = (runtime: PodRuntime = echoRuntime) => {
  const api = makeApi();
  api.create('Pod', podOf('p'));
  const direct = createDirectApi({ ...api, remove: api.deletion, runtime, reach });
  return {
    ...api,
    transport: createDirectTransport(direct, systemClock),
    executor: createDirectExecutor(direct, systemClock),
  };
};

describe('direct transport', () => {
  it('every status is an answer', async () => {
    const { transport } = carriers();
    const created = await transport.send({ method: 'POST', path: services, body: JSON.stringify(serviceOf('web')) });
    const { metadata } = created.body as unknown as KubernetesObject;
    assert.deepEqual([created.status, metadata.name], [201, 'web']);
    assert.equal((await transport.send({ method: 'GET', path: `${services}/none` })).status, 404);
  });

  it('an answer comes in a later turn, so that others have theirs', async () => {
    let answered = false;
    const sent = carriers()
      .transport.send({ method: 'GET', path: services })
      .then(() => {
        answered = true;
      });
    for (let tick = 0; tick < 1_000; tick++) await undefined;
    assert.equal(answered, false);
    await sent;
    assert.equal(answered, true);
  });

  it('a request whose signal fired, or whose client is closed, is not made', async () => {
    const { transport, create } = carriers();
    const gone = { method: 'GET', path: services, signal: AbortSignal.abort(new Error('enough')) } as const;
    await assert.rejects(transport.send(gone), /enough/);
    const watch = await transport.open({ method: 'GET', path: `${services}?watch=true` }, 0);
    await transport.close();
    create('Service', serviceOf('late'));
    for await (const event of watch.body) assert.fail(`an event after the end: ${event}`);
    await assert.rejects(transport.send({ method: 'GET', path: services }), UnreachableError);
  });
});

describe('direct exec', () => {
  it('tells output and status', async () => {
    const { executor } = carriers();
    assert.deepEqual(await executor.exec(target, { command: ['cat'], stdin: 'hello' }), {
      status: 0,
      stdout: 'hello',
      stderr: 'done',
      truncated: false,
    });
    assert.equal((await executor.exec(target, { command: ['fail'] })).status, 3);
    const { failure, status } = await executor.exec(target, { command: ['missing'] });
    assert.match(failure ?? '', /no such program/);
    assert.equal(status, undefined);
  });

  it('keeps no more than the limit', async () => {
    const { stdout, truncated } = await carriers().executor.exec(target, {
      command: ['cat'],
      stdin: 'hello',
      limit: 2,
    });
    assert.deepEqual([stdout, truncated], ['he', true]);
  });

  it('a pod that is not there is refused', () =>
    assert.rejects(
      carriers().executor.exec({ ...target, pod: 'none' }, { command: ['cat'] }),
      (fault) => fault instanceof ApiError && fault.status === 404,
    ));

  it('ends with its signal, and without a status when the client is closed', async () => {
    const runtime = { ...echoRuntime, exec: () => new Promise<never>(() => undefined) };
    const { executor } = carriers(runtime);
    const stop = new AbortController();
    const stopped = executor.exec(target, { command: ['sleep'], signal: stop.signal });
    setImmediate(() => stop.abort(new Error('enough')));
    await assert.rejects(stopped, /enough/);
    const left = executor.exec(target, { command: ['sleep'] });
    setImmediate(executor.close);
    assert.equal((await left).status, undefined);
  });
});
