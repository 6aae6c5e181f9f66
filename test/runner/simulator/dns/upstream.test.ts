import assert from 'node:assert/strict';
import { createUpstream } from '../../../../runner/simulator/dns/upstream.ts';
import { testClusterState } from '../support/cluster-state.ts';

describe('the name server of the machines', () => {
  it('knows nodes and hosts beside the cluster, and nobody else', () => {
    const clusterState = testClusterState();
    clusterState.external({ name: 'legacy', ip: '172.18.0.50', listeners: [] });
    const query = (name: string, type: 'A' | 'AAAA' = 'A') => {
      const { rcode, authoritative, answers } = createUpstream(clusterState).query(name, type);
      return [rcode, authoritative, answers.map(({ name: owner, data }) => `${owner} ${data}`)];
    };
    assert.deepEqual(query('legacy'), ['NOERROR', false, ['legacy. 172.18.0.50']]);
    assert.deepEqual(query('Worker-1.'), ['NOERROR', false, ['Worker-1. 172.18.0.3']]);
    assert.deepEqual(query('legacy', 'AAAA'), ['NOERROR', false, []]);
    assert.deepEqual(query('example.com'), ['NXDOMAIN', false, []]);
  });
});
