import assert from 'node:assert/strict';
import { shellSetting } from '../../support/shell.ts';

const code = ({ outcome }: { outcome: object }): unknown => ('code' in outcome ? outcome.code : outcome);

describe('host (C8)', () => {
  for (const [title, command, exit, stdout] of [
    ['host finds', ['host', 'kubia'], 0, 'kubia.default.svc.cluster.local has address 10.96.10.10\n'],
    [
      'host, a dangling alias',
      ['host', 'external'],
      1,
      `external.default.svc.cluster.local is an alias for someapi.somecompany.com.\n${'Host someapi.somecompany.com not found: 3(NXDOMAIN)\n'.repeat(2)}`,
    ],
    ['host, NXDOMAIN', ['host', 'nope'], 1, 'Host nope not found: 3(NXDOMAIN)\n'],
  ] as const)
    it(title, async () => {
      const result = await shellSetting().exec(command);
      if (typeof stdout === 'string') assert.equal(result.stdout, stdout);
      else assert.match(result.stdout, stdout);
      assert.equal(code(result), exit);
    });
});
