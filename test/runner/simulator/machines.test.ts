import assert from 'node:assert/strict';
import { Machines } from '../../../runner/simulator/machines.ts';
import { createNetwork } from '../../../runner/simulator/network/network.ts';
import { testClusterState } from './support/cluster-state.ts';
import { io } from './support/shell.ts';

describe('machines', () => {
  const clusterState = testClusterState();
  const machines = new Machines(clusterState, createNetwork(clusterState));

  const outputOf = async (run: (streams: ReturnType<typeof io>) => Promise<unknown>): Promise<string> => {
    const streams = io();
    await run(streams);
    return streams.text.stdout;
  };

  it('have names and addresses of their own', async () => {
    assert.equal(await outputOf((to) => machines.node('worker-1', ['hostname'], to)), 'worker-1\n');
    assert.equal(await outputOf((to) => machines.outside(['hostname'], to)), 'outside\n');
    const hosts = await outputOf((to) => machines.outside(['cat', '/etc/hosts'], to));
    assert.match(hosts, /^172\.18\.0\.250\toutside$/m);
  });

  it('keep their files from one command to the next', async () => {
    await machines.outside(['sh', '-c', 'echo kept > /tmp/a'], io());
    assert.equal(await outputOf((to) => machines.outside(['cat', '/tmp/a'], to)), 'kept\n');
    assert.equal(await outputOf((to) => machines.node('worker-1', ['cat', '/tmp/a'], to)), '');
  });

  it('name the nodes that there are for one that there is not', () =>
    assert.rejects(machines.node('nope', ['hostname'], io()), /There is no node nope\. The nodes are .*worker-1/));
});
