import assert from 'node:assert/strict';
import { createDns } from '../../../../runner/simulator/dns/coredns.ts';
import { resolvConfOf } from '../../../../runner/simulator/dns/resolv-conf.ts';
import { createResolver } from '../../../../runner/simulator/dns/resolver.ts';
import { sourceOfPod } from '../../../../runner/simulator/network/hosts.ts';
import { createNetwork } from '../../../../runner/simulator/network/network.ts';
import { endpoint, testClusterState } from '../support/cluster-state.ts';

const cluster = () => {
  const clusterState = testClusterState();
  const dns = createDns(clusterState);
  const server = clusterState.pod('coredns', {
    ip: '10.244.0.2',
    node: 'control-plane',
    namespace: 'kube-system',
    listeners: [{ port: 53, protocol: 'UDP', address: '0.0.0.0', dns }],
  });
  const ports = [{ name: 'dns', port: 53, protocol: 'UDP' }];
  clusterState.service('kube-dns', { clusterIP: '10.96.0.10', ports }, [endpoint('10.244.0.2')], {
    namespace: 'kube-system',
  });
  clusterState.service('kubia', { clusterIP: '10.96.10.10', ports: [{ port: 80 }] });
  return { clusterState, server };
};

const resolverIn = (
  { clusterState }: ReturnType<typeof cluster>,
  {
    namespace = 'default',
    files = {},
    libc = 'glibc' as const,
  }: { namespace?: string; files?: Record<string, string>; libc?: 'glibc' | 'musl' } = {},
) => {
  const pod = clusterState.pod('client', { ip: '10.244.1.9', namespace, ports: [] });
  const all: Record<string, string> = { '/etc/resolv.conf': resolvConfOf(clusterState, pod), ...files };
  return createResolver({
    clusterState,
    network: createNetwork(clusterState),
    source: sourceOfPod(pod),
    readFile: async (path) => all[path],
    libc,
  });
};

describe('the resolver of a container', () => {
  for (const [name, own, other] of [
    ['kubia', true, false],
    ['kubia.default', true, true],
    ['kubia.default.svc', true, true],
    ['kubia.default.svc.cluster.local', true, true],
    ['kubia.default.svc.cluster.local.', true, true],
    ['kubia.default.', false, false],
  ] as const)
    it(`S30 S28 ${name} from its own namespace and from another`, async () => {
      const found = async (namespace: string): Promise<boolean> =>
        'addresses' in (await resolverIn(cluster(), { namespace }).resolve(name));
      assert.deepEqual([await found('default'), await found('other')], [own, other]);
    });

  it('S31 tries the search list first while a name has fewer dots than ndots', async () => {
    const resolver = resolverIn(cluster());
    assert.deepEqual(await resolver.candidates('kubia.default.svc.cluster.local'), [
      'kubia.default.svc.cluster.local.default.svc.cluster.local',
      'kubia.default.svc.cluster.local.svc.cluster.local',
      'kubia.default.svc.cluster.local.cluster.local',
      'kubia.default.svc.cluster.local',
    ]);
    assert.equal((await resolver.candidates('a.b.c.d.e.f'))[0], 'a.b.c.d.e.f');
    assert.deepEqual(await resolver.candidates('kubia.'), ['kubia.']);
  });

  it('C8 musl never searches for a name with enough dots', async () => {
    assert.deepEqual(await resolverIn(cluster(), { libc: 'musl' }).candidates('a.b.c.d.e.f'), ['a.b.c.d.e.f']);
  });

  it('names the full name and the address', async () => {
    assert.deepEqual(await resolverIn(cluster()).resolve('kubia'), {
      addresses: ['10.96.10.10'],
      canonicalName: 'kubia.default.svc.cluster.local',
    });
  });

  it('a name without an address differs from a name that does not exist', async () => {
    const setting = cluster();
    setting.clusterState.service('ext', { type: 'ExternalName', externalName: 'nowhere.example.com' });
    const resolver = resolverIn(setting);
    assert.deepEqual(await resolver.resolve('ext'), { failure: 'no-data' });
    assert.deepEqual(await resolver.resolve('nope'), { failure: 'not-found' });
  });

  it('/etc/hosts comes first', async () => {
    const resolver = resolverIn(cluster(), {
      files: { '/etc/hosts': '# local\n127.0.0.1 localhost\n10.1.2.3 other kubia # x\n' },
    });
    assert.deepEqual(await resolver.resolve('kubia'), { addresses: ['10.1.2.3'], canonicalName: 'kubia' });
  });

  it('closed and silent name servers: try again, after the time that resolv.conf says', async () => {
    const setting = cluster();
    setting.clusterState.stop(setting.server);
    assert.deepEqual(await resolverIn(setting).resolve('kubia', 4), { failure: 'try-again' });
    const { clusterState } = setting;
    const started = clusterState.clock.now();
    const waiting = createResolver({
      clusterState,
      network: createNetwork(clusterState),
      source: { place: 'outside', ip: '172.18.0.100' },
      readFile: async () => 'nameserver 10.9.9.9\noptions timeout:2 attempts:3\n',
      libc: 'glibc',
    }).resolve('kubia', 4);
    let ended = 0;
    const noted = waiting.then((result) => {
      ended = clusterState.clock.now();
      return result;
    });
    await clusterState.clock.advance(60_000);
    assert.deepEqual(await noted, { failure: 'try-again' });
    assert.equal(ended - started, 6_000);
  });
});
