import assert from 'node:assert/strict';
import {
  absolute,
  isIPv4,
  isIPv6,
  labelsBefore,
  negative,
  positive,
  record,
} from '../../../../runner/simulator/dns/zone.ts';
import { testWorld } from '../support/cluster-state.ts';

describe('a zone', () => {
  for (const [name, expected] of [
    ['cluster.local.', []],
    ['a.b.Cluster.LOCAL.', ['a', 'b']],
    ['xcluster.local.', undefined],
    ['local.', undefined],
  ] as const)
    it(`${name}: ${JSON.stringify(expected)}`, () => assert.deepEqual(labelsBefore(name, 'cluster.local.'), expected));

  it('negative answers carry its SOA, in the case of the question', () => {
    const answer = negative(testWorld(), 'Zone.', 'NXDOMAIN');
    assert.deepEqual([answer.rcode, answer.authoritative, answer.answers], ['NXDOMAIN', true, []]);
    assert.match(answer.authority[0]?.data ?? '', /^ns\.dns\.Zone\. hostmaster\.Zone\. \d+ 7200 1800 86400 30$/);
    assert.deepEqual(positive([record('a.', 'A', '1.2.3.4')]).authority, []);
  });

  it('tells names from addresses', () => {
    assert.deepEqual(
      [isIPv4('1.2.3.4'), isIPv4('a.b.c.d'), isIPv6('::1'), isIPv6('1.2.3.4')],
      [true, false, true, false],
    );
    assert.deepEqual([absolute('a'), absolute('a.')], ['a.', 'a.']);
  });
});
