import assert from 'node:assert/strict';
import { BlockList, isIPv4 } from 'node:net';
import fc from 'fast-check';
import {
  addressAt,
  canonicalAddress,
  contains,
  firstAddress,
  inRange,
  ipv4Number,
  ipv4Text,
  isLoopback,
  parseRange,
  reversedAddress,
  reverseName,
  unmappedAddress,
} from '../../../runner/core/address.ts';

const number = fc.nat({ max: 2 ** 32 - 1 });

describe('IPv4 addresses', () => {
  it('are the same as a number and as a text', () =>
    fc.assert(fc.property(number, (each) => assert.equal(ipv4Number(ipv4Text(each)), each))));

  for (const text of ['', '1.2.3', '1.2.3.4.5', '256.1.1.1', 'a.b.c.d', '::1', '1.2.3.-4'])
    it(`"${text}" is not an address`, () => assert.equal(ipv4Number(text), undefined));

  it('may have leading zeros, as the API server takes them', () => assert.equal(ipv4Number('010.0.0.01'), 0x0a000001));

  it('include loopback addresses', () =>
    assert.deepEqual([isLoopback('127.9.9.9'), isLoopback('::1'), isLoopback('10.0.0.1')], [true, true, false]));
});

/** The model: a BlockList of Node. */
const isInBlock = (ip: string, base: string, bits: number): boolean => {
  const family = (text: string) => (isIPv4(text) ? 'ipv4' : 'ipv6');
  if (family(ip) !== family(base)) return false;
  const blocks = new BlockList();
  blocks.addSubnet(base, bits, family(base));
  return blocks.check(ip, family(ip));
};

describe('ranges', () => {
  it('hold the addresses of IPv4 that start with their bits', () =>
    fc.assert(
      fc.property(number, number, fc.integer({ min: 0, max: 32 }), fc.boolean(), (base, other, bits, isNear) => {
        const [low, ip] = [ipv4Text(base), ipv4Text(isNear ? base - (base % 256) + (other % 256) : other)];
        assert.equal(inRange(ip, `${low}/${bits}`), isInBlock(ip, low, bits));
        const range = parseRange(`${low}/${bits}`);
        assert.ok(range);
        assert.equal(contains(range, ip), isInBlock(ip, low, bits));
      }),
    ));

  it('hold the addresses of IPv6 that start with their bits', () => {
    const group = fc.constantFrom('0', '1', 'fd00', 'ffff', '8000');
    const address = fc.array(group, { minLength: 8, maxLength: 8 }).map((groups) => groups.join(':'));
    fc.assert(
      fc.property(address, address, fc.integer({ min: 1, max: 128 }), (base, ip, bits) =>
        assert.equal(inRange(ip, `${base}/${bits}`), isInBlock(ip, base, bits)),
      ),
    );
  });

  it('of one address contain only that address', () => {
    assert.equal(inRange('10.0.0.1', '10.0.0.1'), true);
    assert.equal(inRange('10.0.0.2', '10.0.0.1'), false);
    assert.equal(inRange('fd00:0::1', 'fd00::1'), true);
    assert.equal(inRange('fd00::2', 'fd00::1/128'), false);
  });

  it('contain no address of the other family', () => {
    assert.equal(inRange('fd00::1', '10.0.0.0/8'), false);
    assert.equal(inRange('10.0.0.1', '::/0'), false);
  });

  for (const cidr of ['nonsense', '10.0.0.0/33', '10.0.0.0/x', '10.0.0.0/', 'fd00::/129', 'fd00::/', ''])
    it(`"${cidr}" contains no address`, () => {
      assert.equal(inRange('10.0.0.0', cidr), false);
      assert.equal(inRange('fd00::', cidr), false);
      assert.equal(addressAt(cidr, 1), undefined);
    });

  it('count their addresses from the network', () => {
    assert.equal(addressAt('10.96.0.0/16', 10), '10.96.0.10');
    assert.equal(addressAt('10.96.7.9/12', 256), '10.96.1.0');
    assert.equal(addressAt('fd00:10:244:1::/64', 0), 'fd00:10:244:1::');
    assert.equal(addressAt('fd00::/8', 1), 'fd00::1');
    assert.deepEqual(parseRange('10.96.7.9/12'), { first: ipv4Number('10.96.0.0'), size: 2 ** 20 });
  });
});

describe('canonicalAddress', () => {
  for (const [text, canonical] of [
    ['10.244.0.5', '10.244.0.5'],
    ['::ffff:10.244.0.5', '::ffff:af4:5'],
    ['FD00:0:0::1', 'fd00::1'],
    ['fd00::1%eth0', undefined],
    ['10.244.0.256', undefined],
    [':::', undefined],
    ['kubia', undefined],
  ] as const)
    it(`${text} is ${canonical}`, () => assert.equal(canonicalAddress(text), canonical));

  it('is the same for each spelling of an IPv6 address', () =>
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        const canonical = canonicalAddress(text);
        assert.ok(canonical !== undefined);
        assert.equal(canonicalAddress(text.toUpperCase()), canonical);
        assert.equal(canonicalAddress(canonical), canonical);
      }),
    ));
});

describe('unmappedAddress', () => {
  for (const [text, address] of [
    ['10.244.0.5', '10.244.0.5'],
    ['::ffff:10.244.0.5', '10.244.0.5'],
    ['::FFFF:10.244.0.5', '10.244.0.5'],
    ['::ffff:af4:5', '10.244.0.5'],
    ['FD00:0:0::1', 'fd00::1'],
    ['::1', '::1'],
    ['10.244.0', undefined],
    ['', undefined],
  ] as const)
    it(`"${text}" is ${address}`, () => assert.equal(unmappedAddress(text), address));
});

describe('firstAddress', () => {
  for (const [text, address] of [
    ['10.244.0.5:41234', '10.244.0.5'],
    ['[fd00::1]:8080', 'fd00::1'],
    ['[::ffff:10.0.0.1]:8080', '10.0.0.1'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['Received request from ::ffff:10.0.0.1.', '10.0.0.1'],
    ['{"client_address":"10.0.0.7","at":"2024-01-01T10:11:12Z"}', '10.0.0.7'],
    ['at 10:11:12 from 10.0.0.7', '10.0.0.7'],
    ["You've hit kubia-abcde", undefined],
    ['version 1.2.3', undefined],
    ['', undefined],
  ] as const)
    it(`${JSON.stringify(text)} contains ${address}`, () => assert.equal(firstAddress(text), address));

  it('finds any address with any port', () =>
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 1, max: 65_535 }), (ip, port) =>
        assert.equal(firstAddress(`${ip}:${port}\n`), ip),
      ),
    ));

  it('finds any IPv6 address in brackets', () =>
    fc.assert(
      fc.property(
        fc.ipV6().filter((ip) => !/^[0:]+$/.test(ip)),
        (ip) => assert.equal(firstAddress(`[${ip}]:80`), unmappedAddress(ip)),
      ),
    ));
});

describe('names of PTR records', () => {
  it('have the parts of an address in reverse', () => {
    assert.equal(reverseName('10.96.0.17'), '17.0.96.10.in-addr.arpa.');
    assert.equal(reverseName('fd00::1'), `1.${'0.'.repeat(27)}0.0.d.f.ip6.arpa.`);
    assert.equal(reverseName('::'), `${'0.'.repeat(32)}ip6.arpa.`);
    assert.equal(reverseName('1:2:3:4:5:6:7:8')?.split('.').length, 35);
    assert.equal(reverseName('17.0.96.10.in-addr.arpa'), undefined);
  });

  it('lead back to the address', () =>
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (ip) =>
        assert.equal(reversedAddress(reverseName(ip) ?? ''), canonicalAddress(ip)),
      ),
    ));

  for (const name of ['in-addr.arpa.', '1.2.3.in-addr.arpa.', '1.2.ip6.arpa.', 'kubia.default.svc.cluster.local.'])
    it(`${name} is the name of no address`, () => assert.equal(reversedAddress(name), undefined));
});
