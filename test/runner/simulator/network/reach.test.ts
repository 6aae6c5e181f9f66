import assert from 'node:assert/strict';
import { createNetwork } from '../../../../runner/simulator/network/network.ts';
import { createReach } from '../../../../runner/simulator/network/reach.ts';
import { named, testWorld } from '../support/world.ts';

const request = { method: 'GET', target: '/', headers: {}, body: '' };

describe('requests of the API server', () => {
  const world = testWorld();
  const reach = createReach(world, createNetwork(world), () => ({
    place: 'node',
    node: 'control-plane',
    ip: '172.18.0.2',
  }));
  world.pod('kubia', {
    ip: '10.244.1.4',
    listeners: [named('kubia'), named('mute', 9090, { http: undefined as never })],
  });

  it('are answered by pods', async () => {
    const answer = await reach('10.244.1.4', 8080, request);
    assert.equal('body' in answer && answer.body, "You've hit kubia\n");
  });

  it('say why there is no answer', async () => {
    assert.deepEqual(await reach('10.244.1.4', 81, request), {
      fault: 'dial tcp 10.244.1.4:81: connect: connection refused',
    });
    assert.deepEqual(await reach('10.244.1.4', 9090, request), { fault: 'EOF' });
    const lost = reach('10.244.9.9', 80, request);
    world.clock.advance(30_000);
    assert.deepEqual(await lost, { fault: 'dial tcp 10.244.9.9:80: i/o timeout' });
  });
});
