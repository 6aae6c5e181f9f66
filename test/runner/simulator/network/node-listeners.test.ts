import assert from 'node:assert/strict';
import { kubia, outside } from '../support/kubia.ts';

const nodePort = { type: 'NodePort', ports: [{ port: 80, targetPort: 8080, nodePort: 30123 }] };

describe('the listeners of a node', () => {
  it('B51 healthCheckNodePort says which nodes have ready endpoints', async () => {
    const { network } = kubia({ ...nodePort, healthCheckNodePort: 31000, externalTrafficPolicy: 'Local' });
    const status = async (ip: string): Promise<[number | undefined, unknown]> => {
      const outcome = network.connect(outside, ip, 31000, 'TCP');
      const request = { method: 'GET', target: '/healthz', headers: {}, body: '' };
      const answer = outcome.result === 'connected' ? await outcome.listener.http?.(request, outcome.peer) : undefined;
      return [answer?.status, JSON.parse(answer?.body ?? '{}').localEndpoints];
    };
    assert.deepEqual(await status('172.18.0.3'), [200, 2]);
    assert.deepEqual(await status('172.18.0.2'), [503, 0]);
  });

  it('B63 the API server tells its version and health to anybody, and nothing else', async () => {
    const { network } = kubia();
    const ask = async (target: string) => {
      const outcome = network.connect(outside, '172.18.0.2', 6443, 'TCP');
      assert.ok(outcome.result === 'connected' && outcome.listener.tls);
      const answer = await outcome.listener.http?.({ method: 'GET', target, headers: {}, body: '' }, outcome.peer);
      return [answer?.status, answer?.body.slice(0, 2)];
    };
    assert.deepEqual(await ask('/livez'), [200, 'ok']);
    assert.deepEqual(await ask('/version'), [200, '{\n']);
    assert.deepEqual(await ask('/api/v1/pods'), [403, '{\n']);
    assert.equal(network.connect(outside, '172.18.0.3', 6443, 'TCP').result, 'refused');
    assert.equal(network.connect(outside, '172.18.0.3', 10250, 'TCP').result, 'connected');
  });
});
