import assert from 'node:assert/strict';
import { get } from 'node:https';
import { Simulator } from '../../../runner/simulator/index.ts';
import { io } from './support/shell.ts';

const statusAt = (url: string, ca: string, token: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const headers = token ? { authorization: `Bearer ${token}` } : {};
    get(url, { ca, headers, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });

describe('the simulator', () => {
  const simulator = new Simulator({ workers: 1 });
  after(() => simulator.close());

  it('answers in the process before it serves anybody else', async () => {
    const { status } = await simulator.direct.send({ method: 'GET', path: '/api/v1/nodes', headers: {} });
    assert.equal(status, 200);
    assert.equal(simulator.nodes.length, 2);
  });

  it('serves those who have its token, on the loopback interface', async () => {
    const { server, ca, token } = await simulator.serve();
    assert.match(server, /^https:\/\/127\.0\.0\.1:\d+$/);
    assert.equal(await statusAt(`${server}/api/v1/nodes`, ca, token), 200);
    assert.equal(await statusAt(`${server}/api/v1/nodes`, ca, ''), 403);
  });

  it('runs commands on its machines and provides what is beside the cluster', async () => {
    simulator.provide({ externalHosts: 1 });
    const [host] = simulator.externalHosts;
    const streams = io();
    assert.deepEqual(await simulator.outside(['curl', '-s', `http://${host?.ip}:${host?.port}/`], streams), {
      code: 0,
    });
    assert.equal(streams.text.stdout, `You've hit ${host?.name}\n`);
    const [node] = simulator.nodes;
    assert.deepEqual(await simulator.exec(node?.name ?? '', ['true'], io()), { code: 0 });
  });
});
