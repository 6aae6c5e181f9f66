import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../runner/core/json.ts';
import { createDns } from '../../../../runner/simulator/dns/coredns.ts';
import type { DnsAnswer, DnsRecord } from '../../../../runner/simulator/objects/dns.ts';
import { endpoint, named, type TestClusterState, testClusterState } from '../support/cluster-state.ts';
import { caseCases, type DnsCase, handlerCases, podCases, reverseCases } from './coredns-cases.ts';

const http = [{ name: 'http', port: 80, protocol: 'TCP' }];
const clusterIP = (...ips: string[]): JsonObject => ({ clusterIP: ips[0] ?? '', clusterIPs: ips, ports: http });
const headless = { clusterIP: 'None', clusterIPs: ['None'] };
const external = (externalName: string): JsonObject => ({ type: 'ExternalName', externalName });

const namespaced = (clusterState: TestClusterState): TestClusterState => {
  for (const name of ['testns', 'podns']) clusterState.put({ kind: 'Namespace', metadata: { name } });
  return clusterState;
};

/** The Services of handler_test.go. */
const handlerState = (): TestClusterState => {
  const clusterState = namespaced(testClusterState());
  const put = (name: string, spec: JsonObject, endpoints: JsonObject[] = [], ports?: JsonObject[]): void =>
    void clusterState.service(name, spec, endpoints, { namespace: 'testns', ...(ports ? { ports } : {}) });
  put('svc1', clusterIP('10.0.0.1'), [endpoint('172.0.0.1', 'n', { hostname: 'ep1a' })]);
  put('svcempty', clusterIP('10.0.0.1'));
  put('svc6', clusterIP('1234:abcd::1'));
  put('svc-dual-stack', clusterIP('10.0.0.3', '10::3'));
  put(
    'hdls1',
    headless,
    [
      endpoint('172.0.0.2'),
      endpoint('172.0.0.3'),
      endpoint('172.0.0.4', 'n', { hostname: 'dup-name' }),
      endpoint('172.0.0.5', 'n', { hostname: 'dup-name' }),
      endpoint('5678:abcd::1'),
      endpoint('5678:abcd::2'),
    ],
    http,
  );
  put('hdlsprtls', headless, [endpoint('172.0.0.20')], []);
  put('external', external('ext.interwebs.test'));
  put('external-to-service', external('svc1.testns.svc.cluster.local.'));
  return clusterState;
};

/** The Services of reverse_test.go. */
const reverseState = (): TestClusterState => {
  const clusterState = namespaced(testClusterState());
  const shared = endpoint('10.0.0.99', 'n', { hostname: 'double-ep' });
  clusterState.service(
    'svc1',
    clusterIP('192.168.1.100'),
    [
      endpoint('10.0.0.100', 'n', { hostname: 'ep1a' }),
      shared,
      endpoint('1234:abcd::1', 'n', { hostname: 'ep1b' }),
      endpoint('fd00:77:30::a', 'n', { hostname: 'ip6svc1ex' }),
      endpoint('fd00:77:30::2:9ba6', 'n', { hostname: 'ip6svc1in' }),
    ],
    { namespace: 'testns' },
  );
  clusterState.service('svc2', clusterIP('192.168.1.101'), [shared], { namespace: 'testns' });
  return clusterState;
};

const texts = (records: readonly DnsRecord[]): string[] =>
  records.map((each) => `${each.name} ${each.type} ${each.data}`).sort();

const verify = (answer: DnsAnswer, expected: DnsCase): void => {
  assert.equal(answer.rcode, expected.rcode ?? 'NOERROR');
  assert.deepEqual(texts(answer.answers), [...(expected.answers ?? [])].sort());
  assert.deepEqual(texts(answer.additional), [...(expected.additional ?? [])].sort());
  const soa = expected.soa;
  assert.deepEqual(
    answer.authority.map((each) => `${each.name} ${each.ttl} ${each.type} ${each.data.replace(/ \d+ /, ' N ')}`),
    soa ? [`${soa} 30 SOA ns.dns.${soa} hostmaster.${soa} N 7200 1800 86400 30`] : [],
  );
};

describe('CoreDNS, by its own tables (D7)', () => {
  for (const [table, clusterState, cases] of [
    ['handler', handlerState, handlerCases],
    ['case', handlerState, caseCases],
    ['pods insecure', handlerState, podCases],
    ['reverse', reverseState, reverseCases],
  ] as const)
    for (const each of cases)
      it(`${table}: ${each.name} ${each.type}`, () =>
        verify(createDns(clusterState()).query(each.name, each.type), each));
});

describe('CoreDNS, by the oracle', () => {
  const dns = () => createDns(handlerState());
  const answers = (name: string, type: DnsRecord['type'], from = dns()): string[] =>
    from.query(name, type).answers.map((each) => `${each.type} ${each.data}`);

  it('S26 B46 answers carry a TTL of 30', () => {
    assert.deepEqual(
      dns()
        .query('svc1.testns.svc.cluster.local', 'A')
        .answers.map((each) => each.ttl),
      [30],
    );
    assert.equal(dns().query('dns-version.cluster.local', 'TXT').answers[0]?.ttl, 28_800);
  });

  it('B37 the addresses of a headless Service come in random order', () => {
    const server = dns();
    const orders = new Set(
      Array.from({ length: 30 }, () => answers('hdls1.testns.svc.cluster.local', 'A', server).join()),
    );
    assert.ok(orders.size > 5, `${orders.size} orders`);
  });

  it('B38 a headless Service without ready endpoints does not exist', () => {
    const clusterState = handlerState();
    clusterState.service('hdls1', headless, [endpoint('172.0.0.2', 'n', { conditions: { ready: false } })], {
      namespace: 'testns',
      ports: http,
    });
    assert.equal(createDns(clusterState).query('hdls1.testns.svc.cluster.local', 'A').rcode, 'NXDOMAIN');
  });

  it('B40 a ClusterIP Service has endpoint names too', () => {
    assert.deepEqual(answers('ep1a.svc1.testns.svc.cluster.local', 'A'), ['A 172.0.0.1']);
  });

  it('B41 an unnamed port has no SRV record of its own', () => {
    const clusterState = handlerState();
    clusterState.service('plain', { clusterIP: '10.0.0.7', ports: [{ port: 80 }] }, [], { namespace: 'testns' });
    assert.equal(createDns(clusterState).query('_http._tcp.plain.testns.svc.cluster.local', 'SRV').rcode, 'NXDOMAIN');
  });

  it('B41 the port of a headless SRV record is the target port', () => {
    const clusterState = handlerState();
    clusterState.service(
      'web',
      { ...headless, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
      [endpoint('172.0.0.9')],
      {
        namespace: 'testns',
      },
    );
    assert.deepEqual(answers('_http._tcp.web.testns.svc.cluster.local', 'SRV', createDns(clusterState)), [
      'SRV 0 100 8080 172-0-0-9.web.testns.svc.cluster.local.',
    ]);
  });

  it('B44 an alias to a name that exists nowhere: the alias alone outside the zone, nothing inside', () => {
    const clusterState = handlerState();
    clusterState.service('lost', external('svc0.testns.svc.cluster.local'), [], { namespace: 'testns' });
    clusterState.service('literal', external('1.2.3.4'), [], { namespace: 'testns' });
    const server = createDns(clusterState);
    assert.deepEqual(answers('external.testns.svc.cluster.local', 'A', server), ['CNAME ext.interwebs.test.']);
    assert.equal(server.query('external.testns.svc.cluster.local', 'A').rcode, 'NOERROR');
    const lost = server.query('lost.testns.svc.cluster.local', 'A');
    assert.deepEqual([lost.rcode, lost.answers, lost.authority.length], ['NOERROR', [], 1]);
    assert.equal(answers('lost.testns.svc.cluster.local', 'CNAME', server).length, 1);
    assert.equal(server.query('literal.testns.svc.cluster.local', 'A').rcode, 'NXDOMAIN');
    const srv = server.query('external.testns.svc.cluster.local', 'SRV');
    assert.deepEqual([srv.rcode, srv.answers], ['NOERROR', []]);
  });

  it('B44 an alias to a host beside the cluster leads to its address', () => {
    const clusterState = handlerState();
    clusterState.external({ name: 'legacy', ip: '172.18.0.50', listeners: [named('legacy', 80)] });
    clusterState.service('old', external('legacy'), [], { namespace: 'testns' });
    assert.deepEqual(answers('old.testns.svc.cluster.local', 'A', createDns(clusterState)), [
      'CNAME legacy.',
      'A 172.18.0.50',
    ]);
  });

  it('aliases that go round in a circle end', () => {
    const clusterState = handlerState();
    clusterState.service('here', external('there.testns.svc.cluster.local'), [], { namespace: 'testns' });
    clusterState.service('there', external('here.testns.svc.cluster.local'), [], { namespace: 'testns' });
    assert.deepEqual(answers('here.testns.svc.cluster.local', 'A', createDns(clusterState)), []);
  });

  it('B45 B48 a pod with hostname and subdomain is found below its headless Service', () => {
    const clusterState = handlerState();
    clusterState.service('web', headless, [endpoint('172.0.0.9', 'n', { hostname: 'web-0' })], {
      namespace: 'testns',
      ports: http,
    });
    const server = createDns(clusterState);
    assert.deepEqual(answers('web-0.web.testns.svc.cluster.local', 'A', server), ['A 172.0.0.9']);
    assert.equal(server.query('web-1.web.testns.svc.cluster.local', 'A').rcode, 'NXDOMAIN');
  });

  it('names outside the cluster are asked upstream, without authority', () => {
    const answer = dns().query('example.com', 'A');
    assert.deepEqual([answer.rcode, answer.authoritative], ['NXDOMAIN', false]);
    assert.deepEqual(answers('worker-1', 'A'), ['A 172.18.0.3']);
  });
});
