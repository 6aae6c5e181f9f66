import assert from 'node:assert/strict';
import type { Needs } from '../../../runner/cluster/cluster.ts';
import { findUnmet } from '../../../runner/cluster/needs.ts';

const nature = { nodes: 2, proxyMode: 'iptables', version: 'v1.34.4' };

describe('findUnmet', () => {
  const met: Needs[] = [
    {},
    { nodes: 2 },
    { proxyModes: ['nftables', 'iptables'] },
    { kubernetes: '1.34' },
    { kubernetes: '1.9' },
    { ingress: true, loadBalancer: true, externalHosts: 3 },
  ];
  for (const needs of met) it(`meets ${JSON.stringify(needs)}`, () => assert.deepEqual(findUnmet(needs, nature), []));

  const unmet: [Needs, RegExp][] = [
    [{ nodes: 3 }, /3 nodes are needed.*has 2.*--workers 2/],
    [{ proxyModes: ['nftables'] }, /nftables.*iptables/],
    [{ kubernetes: '1.35' }, /1\.35.*v1\.34\.4/],
    [{ kubernetes: 'latest' }, /latest/],
  ];
  for (const [needs, sentence] of unmet)
    it(`does not meet ${JSON.stringify(needs)}`, () => {
      const sentences = findUnmet(needs, nature);
      assert.equal(sentences.length, 1);
      assert.match(sentences[0] ?? '', sentence);
    });
});
