import assert from 'node:assert/strict';
import type { Vantage } from '../../../../runner/cluster/cluster.ts';
import { Unobservable } from '../../../../runner/core/rejection.ts';
import { readSources } from '../../../../runner/probe/identity/sources.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { nodeObject, podObject } from '../../../support/service-objects.ts';
import { stepContext } from '../../../support/step-context.ts';

const objects = [
  nodeObject('kind-worker', '172.18.0.3', ['10.244.1.0/24']),
  nodeObject('kind-worker2', '172.18.0.4', ['10.244.2.0/24']),
  podObject('client', { ip: '10.244.1.7' }),
  podObject('agent', { ip: '172.18.0.3', spec: { hostNetwork: true } }),
];
const read = (vantage: Vantage, local?: string) =>
  readSources(stepContext(fakeCluster({ objects })), vantage, [local === undefined ? {} : { local }]);

describe('readSources', () => {
  it("reads the client's address in each place", async () => {
    assert.deepEqual((await read({ place: 'pod', namespace: 'demo', pod: 'client' })).client, ['10.244.1.7']);
    assert.deepEqual((await read({ place: 'pod', namespace: 'demo', pod: 'agent' })).client, ['172.18.0.3']);
    assert.deepEqual((await read({ place: 'node', node: 'kind-worker2' })).client, [
      '172.18.0.4',
      '10.244.2.0',
      '10.244.2.1',
    ]);
    assert.deepEqual((await read({ place: 'outside' }, '172.18.0.9')).client, ['172.18.0.9']);
  });

  it('names addresses', async () => {
    const sources = await read({ place: 'outside' }, '172.18.0.9');
    assert.equal(sources.nameOf('10.244.1.7'), 'pod client');
    assert.equal(sources.nameOf('172.18.0.3'), 'node kind-worker');
    assert.equal(sources.nameOf('10.244.2.1'), 'node kind-worker2 in its pod CIDR');
    assert.equal(sources.nameOf('172.18.0.9'), 'the client');
    assert.equal(sources.nameOf('192.0.2.1'), 'unknown');
    assert.equal(sources.isNode('10.244.2.1'), true);
    assert.equal(sources.isNode('10.244.1.7'), false);
  });

  it('reads the expected source', async () => {
    const sources = await read({ place: 'outside' });
    assert.deepEqual(sources.accepted('client'), []);
    assert.equal(sources.accepted('node').length, 6);
    assert.deepEqual(sources.accepted('::ffff:10.0.0.1'), ['10.0.0.1']);
    assert.throws(() => sources.accepted('...'), Unobservable);
  });
});
