import assert from 'node:assert/strict';
import fc from 'fast-check';
import { namesOf, reversedAddress, reverseName } from '../../../../runner/simulator/dns/reverse.ts';
import { endpoint, testWorld } from '../support/cluster-state.ts';

describe('reverse names', () => {
  it('lead back to the address', () => {
    fc.assert(fc.property(fc.ipV4(), (ip) => assert.equal(reversedAddress(reverseName(ip)), ip)));
  });

  it('of IPv6 lead to the address as RFC 5952 writes it', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 0xffff }), { minLength: 8, maxLength: 8 }), (groups) => {
        const digits = groups.map((group) => group.toString(16).padStart(4, '0')).join('');
        const name = `${[...digits].reverse().join('.')}.ip6.arpa.`;
        const written = new URL(`http://[${groups.map((group) => group.toString(16)).join(':')}]`).hostname.slice(
          1,
          -1,
        );
        assert.equal(reversedAddress(name), written);
      }),
    );
  });

  it('other names hold no address', () => {
    for (const name of ['in-addr.arpa.', '1.2.3.in-addr.arpa.', 'kubia.default.svc.cluster.local.'])
      assert.equal(reversedAddress(name), undefined);
  });

  it('B42 a clusterIP has one name, an endpoint one for each Service', () => {
    const clusterState = testWorld();
    for (const name of ['a', 'b'])
      clusterState.service(name, { clusterIP: `10.96.0.${name.charCodeAt(0)}`, ports: [{ port: 80 }] }, [
        endpoint('10.244.1.4'),
      ]);
    assert.deepEqual(namesOf(clusterState, '10.96.0.97'), ['a.default.svc.cluster.local.']);
    assert.deepEqual(namesOf(clusterState, '10.244.1.4'), [
      '10-244-1-4.a.default.svc.cluster.local.',
      '10-244-1-4.b.default.svc.cluster.local.',
    ]);
    assert.deepEqual(namesOf(clusterState, '10.9.9.9'), []);
  });
});
