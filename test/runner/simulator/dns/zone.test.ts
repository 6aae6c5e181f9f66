import assert from 'node:assert/strict';
import { absolute, labelsBefore, negative, positive, record } from '../../../../runner/simulator/dns/zone.ts';
import { testClusterState } from '../support/cluster-state.ts';

describe('a zone', () => {
  for (const [name, expected] of [
    ['cluster.local.', []],
    ['a.b.Cluster.LOCAL.', ['a', 'b']],
    ['xcluster.local.', undefined],
    ['local.', undefined],
  ] as const)
    it(`${name}: ${JSON.stringify(expected)}`, () => assert.deepEqual(labelsBefore(name, 'cluster.local.'), expected));

  it('negative answers carry its SOA, in the case of the question', () => {
    const answer = negative(testClusterState(), 'Zone.', 'NXDOMAIN');
    assert.deepEqual([answer.rcode, answer.authoritative, answer.answers], ['NXDOMAIN', true, []]);
    assert.match(answer.authority[0]?.data ?? '', /^ns\.dns\.Zone\. hostmaster\.Zone\. \d+ 7200 1800 86400 30$/);
    assert.deepEqual(positive([record('a.', 'A', '1.2.3.4')]).authority, []);
  });

  it('is named with a dot at its end', () => assert.deepEqual([absolute('a'), absolute('a.')], ['a.', 'a.']));
});
