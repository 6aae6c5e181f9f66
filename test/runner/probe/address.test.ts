import assert from 'node:assert/strict';
import fc from 'fast-check';
import { canonicalAddress, firstAddress } from '../../../runner/probe/address.ts';

describe('canonicalAddress', () => {
  for (const [text, canonical] of [
    ['10.244.0.5', '10.244.0.5'],
    ['::ffff:10.244.0.5', '10.244.0.5'],
    ['::FFFF:10.244.0.5', '10.244.0.5'],
    ['::ffff:af4:5', '10.244.0.5'],
    ['FD00:0:0::1', 'fd00::1'],
    ['::1', '::1'],
    ['10.244.0', undefined],
    ['10.244.0.256', undefined],
    ['fd00::1%eth0', undefined],
    ['kubia', undefined],
    ['', undefined],
  ] as const)
    it(`${text || 'nothing'} is ${canonical}`, () => assert.equal(canonicalAddress(text), canonical));

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
    it(`${JSON.stringify(text)} holds ${address}`, () => assert.equal(firstAddress(text), address));

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
        (ip) => assert.equal(firstAddress(`[${ip}]:80`), canonicalAddress(ip)),
      ),
    ));
});
