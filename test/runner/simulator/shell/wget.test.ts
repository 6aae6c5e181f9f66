import assert from 'node:assert/strict';
import { shellSetting } from '../support/shell.ts';

const code = ({ outcome }: { outcome: object }): unknown => ('code' in outcome ? outcome.code : outcome);

describe('wget (C6)', () => {
  for (const [command, exit, stderr] of [
    [['wget', '-qO-', 'http://kubia'], 0, ''],
    [['wget', '-q', '-O-', 'http://empty'], 4, ''],
    [['wget', '-q', '-O-', 'http://nope'], 4, ''],
  ] as const)
    it(command.join(' '), async () => {
      const result = await shellSetting().exec(command);
      assert.deepEqual([code(result), result.stderr], [exit, stderr]);
      if (exit === 0) assert.match(result.stdout, /^You've hit kubia-\d\n$/);
    });

  for (const [url, exit, stderr] of [
    ['http://kubia', 0, ''],
    ['http://empty', 1, "wget: can't connect to remote host (10.96.10.11): Connection refused\n"],
    ['http://nope', 1, "wget: bad address 'nope'\n"],
    ['http://kubia:81', 1, 'wget: download timed out\n'],
  ] as const)
    it(`busybox wget ${url}`, async () => {
      const result = await shellSetting({ flavour: 'busybox' }).exec(['wget', '-q', '-T', '1', '-O-', url]);
      assert.deepEqual([code(result), result.stderr], [exit, stderr]);
    });
});
