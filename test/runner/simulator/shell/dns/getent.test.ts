import assert from 'node:assert/strict';
import { shellSetting } from '../../support/shell.ts';

const code = ({ outcome }: { outcome: object }): unknown => ('code' in outcome ? outcome.code : outcome);

describe('getent (C8)', () => {
  for (const [title, command, exit, stdout] of [
    ['getent finds', ['getent', 'hosts', 'kubia'], 0, '10.96.10.10     kubia.default.svc.cluster.local\n'],
    ['getent reads /etc/hosts', ['getent', 'hosts', 'localhost'], 0, '127.0.0.1       localhost\n'],
    [
      'getent tells the alias that led to a name',
      ['getent', 'hosts', 'inside'],
      0,
      '10.96.10.10     kubia.default.svc.cluster.local inside.default.svc.cluster.local\n',
    ],
    ['getent finds nothing', ['getent', 'hosts', 'nope'], 2, ''],
    [
      'getent of an address',
      ['getent', 'hosts', '10.96.10.10'],
      0,
      '10.96.10.10     kubia.default.svc.cluster.local\n',
    ],
  ] as const)
    it(title, async () => {
      const result = await shellSetting().exec(command);
      if (typeof stdout === 'string') assert.equal(result.stdout, stdout);
      else assert.match(result.stdout, stdout);
      assert.equal(code(result), exit);
    });
});
