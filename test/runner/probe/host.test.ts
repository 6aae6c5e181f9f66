import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Unobservable } from '../../../runner/core/rejection.ts';
import { checkedHost } from '../../../runner/probe/host.ts';

describe('checkedHost', () => {
  for (const host of ['kubia', 'kubia.demo.svc.cluster.local.', '10.96.0.1', 'fd00::1', '::1', 'a_b'])
    it(`accepts ${host}`, () => assert.equal(checkedHost(host, 'ping'), host));
  for (const host of ['', '-e', '--help', 'a b', 'a;b', '$(id)', 'a\nb'])
    it(`refuses ${JSON.stringify(host)}`, () => assert.throws(() => checkedHost(host, 'ping'), Unobservable));
  it('never accepts an option or white space', () =>
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          assert.match(checkedHost(text, 'ping'), /^[^-\s][^\s]*$/);
        } catch (cause) {
          assert.ok(cause instanceof Unobservable);
        }
      }),
    ));
});
