import assert from 'node:assert/strict';
import { bodyText } from '../../../../../runner/cluster/status.ts';
import { createDirectApi } from '../../../../../runner/simulator/api/http/direct.ts';
import { StatusError } from '../../../../../runner/simulator/api/status.ts';
import { makeApi, podOf, serviceOf } from '../../cluster.ts';
import { echoRuntime, reach, serveApi } from './api-client.ts';

const namespace = '/api/v1/namespaces/default';
const endpoints = { metadata: { name: 'web' }, subsets: [] };
const strict = '?fieldManager=test&fieldValidation=Strict';

const requests: [method: string, path: string, body?: unknown, type?: string][] = [
  ['GET', '/version'],
  ['GET', '/nowhere'],
  ['POST', `${namespace}/services${strict}`, serviceOf('web')],
  ['POST', `${namespace}/services${strict}`, serviceOf('web')],
  ['POST', `${namespace}/services${strict}`, serviceOf('Web')],
  ['POST', `${namespace}/services${strict}`, '{"metadata":'],
  ['POST', `${namespace}/endpoints${strict}`, endpoints],
  ['GET', `${namespace}/services/web`],
  ['GET', `${namespace}/services?labelSelector=a%20b%20c`],
  ['GET', `${namespace}/services?limit=1`],
  ['PATCH', `${namespace}/services/web`, { metadata: { labels: { a: 'b' } } }, 'application/merge-patch+json'],
  ['PATCH', `${namespace}/services/web`, {}, 'application/nonsense'],
  ['POST', `${namespace}/pods${strict}`, podOf('p')],
  ['GET', `${namespace}/pods/p/log?tailLines=1`],
  ['GET', `${namespace}/pods/none/log`],
  ['DELETE', `${namespace}/services/web`],
  ['PUT', `${namespace}/services`],
];

const directApi = () => {
  const api = makeApi();
  return { ...api, direct: createDirectApi({ ...api, remove: api.deletion, runtime: echoRuntime, reach }) };
};

describe('the API without a wire', () => {
  it('answers as over HTTP', async () => {
    const wired = await serveApi();
    const { direct } = directApi();
    try {
      for (const [method, path, body, type = 'application/json'] of requests) {
        const { status, text, warning } = await wired.ask(method, path, { body, type });
        const headers = { accept: 'application/json', 'content-type': type, 'user-agent': 'test/1' };
        const given = typeof body === 'string' ? body : JSON.stringify(body);
        const answer = await direct.send({ method, path, headers, ...(body !== undefined && { body: given }) });
        assert.deepEqual(
          { status: answer.status, text: bodyText(answer.body), warning: answer.headers['warning'] },
          { status, text, warning: warning === undefined ? undefined : [warning] },
          `${method} ${path}`,
        );
      }
    } finally {
      await wired.server.close();
    }
  });

  it('streams changes until its reader or its signal ends', async () => {
    const { direct, create, store } = directApi();
    const stop = new AbortController();
    const path = `${namespace}/services?watch=true&resourceVersion=${store.version}`;
    const { status, body } = await direct.open({ method: 'GET', path, headers: {} }, stop.signal);
    assert.equal(status, 200);
    create('Service', serviceOf('one'));
    create('Service', serviceOf('two'));
    const seen: string[] = [];
    for await (const line of body) {
      seen.push(JSON.parse(line).object.metadata.name);
      if (seen.length === 2) stop.abort();
    }
    assert.deepEqual(seen, ['one', 'two']);
    const refused = await direct.open({ method: 'GET', path: `${path}x`, headers: {} }, new AbortController().signal);
    assert.equal(refused.status, 400);
    for await (const text of refused.body) assert.equal(JSON.parse(text).kind, 'Status');
  });

  it('a log that breaks is told by the stream, which cannot become a Status any more', async () => {
    const api = makeApi();
    api.create('Pod', podOf('p', {}, { nodeName: 'n' }));
    const logs = async function* logs() {
      yield 'first\n';
      throw new Error('the log broke');
    };
    const direct = createDirectApi({ ...api, remove: api.deletion, runtime: { ...echoRuntime, logs }, reach });
    const request = { method: 'GET', path: `${namespace}/pods/p/log?follow=true`, headers: {} };
    const { status, body } = await direct.open(request, new AbortController().signal);
    assert.equal(status, 200);
    const heard: string[] = [];
    const reading = (async () => {
      for await (const text of body) heard.push(text);
    })();
    await assert.rejects(reading, { message: 'the log broke' });
    assert.deepEqual(heard, ['first\n']);
  });

  it('runs commands, and tells their end as exec does', async () => {
    const { direct, create } = directApi();
    create('Pod', podOf('p'));
    const heard: string[] = [];
    const io = {
      stdin: (async function* input() {
        yield Buffer.from('hello');
      })(),
      stdout: (data: string | Uint8Array) => heard.push(typeof data === 'string' ? data : Buffer.from(data).toString()),
      stderr: () => undefined,
      signal: new AbortController().signal,
      tty: false,
    };
    const target = { namespace: 'default', pod: 'p' };
    assert.equal((await direct.exec(target, ['cat'], io))['status'], 'Success');
    assert.deepEqual(heard, ['hello']);
    assert.equal((await direct.exec(target, ['fail'], io))['reason'], 'NonZeroExitCode');
    await assert.rejects(
      direct.exec({ ...target, pod: 'none' }, ['cat'], io),
      (fault) => fault instanceof StatusError && fault.code === 404,
    );
  });
});
