import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../runner/core/json.ts';
import { type ResolvConfHasSpec, resolvConfHas } from '../../../../runner/steps/discover/resolv-conf-has.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { lookOnce, verdictOf } from '../../../support/look.ts';
import { podObject } from '../../../support/service-objects.ts';
import { stepContext } from '../../../support/step-context.ts';
import { podResolver } from './fake-dns.ts';

const look = (spec: Partial<ResolvConfHasSpec>, text = podResolver, pod: JsonObject = {}) => {
  const cluster = fakeCluster({ objects: [podObject('kubia-1', { spec: pod })], exec: () => ({ stdout: text }) });
  const places = { 'node/n1': { place: 'node', node: 'n1' } } as const;
  return lookOnce(resolvConfHas, { from: 'pod/kubia-1', ...spec }, stepContext(cluster, { places }));
};
const cluster = {
  nameservers: ['10.96.0.10'],
  search: ['demo.svc.cluster.local', 'svc.cluster.local'],
  options: ['ndots:5'],
};

describe('resolv-conf-has', () => {
  it('passes, and shows the file', async () => {
    const finding = await look(cluster);
    assert.equal(verdictOf(finding), 'passed');
    assert.equal(finding.evidence[0]?.text, podResolver);
    assert.equal(finding.reproduce, 'kubectl exec -n demo kubia-1 -- cat /etc/resolv.conf');
    assert.deepEqual(finding.observation['options'], ['ndots:5']);
  });

  it('reports every difference, and gives part of the points', async () => {
    const finding = await look({ ...cluster, options: ['ndots:2'], absent: { search: ['cluster.local'] } });
    assert.equal(verdictOf(finding), 'failed environment-mismatch');
    assert.equal(
      finding.reason?.message,
      'In /etc/resolv.conf of pod kubia-1 search domain cluster.local is not expected, the option is ndots:5 instead of ndots:2.',
    );
    assert.equal(finding.fraction, 3 / 5);
  });

  for (const [pod, says] of [
    [{ dnsPolicy: 'Default' }, /dnsPolicy Default/],
    [{ dnsPolicy: 'None' }, /dnsPolicy None/],
    [{ hostNetwork: true }, /node's network.*ClusterFirst/],
    [{ dnsConfig: { options: [] } }, /dnsConfig of its own/],
  ] as const)
    it(`explains ${JSON.stringify(pod)}`, async () => {
      const finding = await look({ options: ['ndots:5'] }, 'nameserver 1.1.1.1', pod as JsonObject);
      assert.match(finding.reason?.message ?? '', says);
    });

  it("does not explain a node's file by a DNS policy", async () => {
    const finding = await look({ from: 'node/n1', options: ['ndots:5'] }, 'nameserver 1.1.1.1');
    assert.match(finding.reason?.message ?? '', /^In \/etc\/resolv\.conf of node n1 option ndots:5 is missing\.$/);
  });

  it('is an error when an empty file lacks the unwanted entries', async () => {
    const absent = { options: ['ndots:5'] };
    assert.equal(verdictOf(await look({ absent }, 'nameserver 1.1.1.1')), 'passed');
    assert.equal(verdictOf(await look({ absent }, '')), 'error control-failed');
  });

  it('has a title', () =>
    assert.equal(
      resolvConfHas.describe({ from: 'probe', search: ['a', 'b'], absent: { options: ['ndots'] } }),
      '/etc/resolv.conf of probe has search a b, no options ndots',
    ));
});
