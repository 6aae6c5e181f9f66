import assert from 'node:assert/strict';
import { createNetwork } from '../../../../runner/simulator/network/network.ts';
import { createReach } from '../../../../runner/simulator/network/reach.ts';
import { named, testClusterState } from '../support/cluster-state.ts';

const request = { method: 'GET', target: '/', headers: {}, body: '' };

describe('requests of the API server', () => {
  const clusterState = testClusterState();
  const reach = createReach(clusterState, createNetwork(clusterState), () => ({
    place: 'node',
    node: 'control-plane',
    ip: '172.18.0.2',
  }));
  clusterState.pod('kubia', {
    ip: '10.244.1.4',
    listeners: [named('kubia'), named('mute', 9090, { http: undefined as never }), named('safe', 8443, { tls: true })],
  });

  it('are answered by pods', async () => {
    const answer = await reach({ ip: '10.244.1.4', port: 8080 }, request);
    assert.equal('body' in answer && answer.body, "You've hit kubia\n");
  });

  it('speak TLS when they are told to, and only then', async () => {
    const safe = await reach({ ip: '10.244.1.4', port: 8443, secure: true }, request);
    assert.equal('body' in safe && safe.body, "You've hit safe\n");
    assert.deepEqual(await reach({ ip: '10.244.1.4', port: 8080, secure: true }, request), {
      fault: 'tls: first record does not look like a TLS handshake',
    });
    assert.deepEqual(await reach({ ip: '10.244.1.4', port: 8443 }, request), {
      status: 400,
      headers: {},
      body: 'Client sent an HTTP request to an HTTPS server.\n',
    });
  });

  it('say why there is no answer', async () => {
    assert.deepEqual(await reach({ ip: '10.244.1.4', port: 81 }, request), {
      fault: 'dial tcp 10.244.1.4:81: connect: connection refused',
    });
    assert.deepEqual(await reach({ ip: '10.244.1.4', port: 9090 }, request), { fault: 'EOF' });
    const lost = reach({ ip: '10.244.9.9', port: 80 }, request);
    clusterState.clock.advance(30_000);
    assert.deepEqual(await lost, { fault: 'dial tcp 10.244.9.9:80: i/o timeout' });
  });
});
