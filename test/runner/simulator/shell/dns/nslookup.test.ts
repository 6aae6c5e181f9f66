import assert from 'node:assert/strict';
import { shellSetting } from '../../support/shell.ts';

const code = ({ outcome }: { outcome: object }): unknown => ('code' in outcome ? outcome.code : outcome);

const note = ';; Got recursion not available from 10.96.0.10\n';
const server = 'Server:\t\t10.96.0.10\nAddress:\t10.96.0.10#53\n\n';

describe('nslookup (C8)', () => {
  for (const [title, command, exit, stdout] of [
    [
      'nslookup finds',
      ['nslookup', 'kubia'],
      0,
      `${note}${server}Name:\tkubia.default.svc.cluster.local\nAddress: 10.96.10.10\n${note}\n`,
    ],
    [
      'nslookup, NXDOMAIN by the name as typed',
      ['nslookup', 'nope'],
      1,
      `${note.repeat(3)}${server}** server can't find nope: NXDOMAIN\n\n`,
    ],
    [
      'nslookup, NODATA',
      ['nslookup', 'default.svc.cluster.local.'],
      0,
      `${note}${server}${note}*** Can't find default.svc.cluster.local.: No answer\n\n`,
    ],
    [
      'nslookup, a dangling alias',
      ['nslookup', 'external'],
      1,
      `${note}${server}external.default.svc.cluster.local\tcanonical name = someapi.somecompany.com.\n** server can't find someapi.somecompany.com: NXDOMAIN\n\n`,
    ],
    [
      'nslookup, SRV',
      ['nslookup', '-type=srv', '_http._tcp.headless'],
      0,
      `${note}${server}_http._tcp.headless.default.svc.cluster.local\tservice = 0 100 8080 10-244-1-4.headless.default.svc.cluster.local.\n\n`,
    ],
    [
      'nslookup of an address',
      ['nslookup', '10.96.10.10'],
      0,
      `${note}10.10.96.10.in-addr.arpa\tname = kubia.default.svc.cluster.local.\n\n`,
    ],
  ] as const)
    it(title, async () => {
      const result = await shellSetting().exec(command);
      if (typeof stdout === 'string') assert.equal(result.stdout, stdout);
      else assert.match(result.stdout, stdout);
      assert.equal(code(result), exit);
    });

  it('busybox nslookup: every suffix for a short name, none for one with a dot', async () => {
    const run = (name: string) => shellSetting({ flavour: 'busybox' }).exec(['nslookup', name]);
    const short = await run('kubia');
    assert.match(short.stdout, /Address:\t10\.96\.0\.10:53\n/);
    assert.match(short.stdout, /Name:\tkubia\.default\.svc\.cluster\.local\nAddress: 10\.96\.10\.10\n/);
    assert.match(short.stdout, /\*\* server can't find kubia\.svc\.cluster\.local: NXDOMAIN\n/);
    assert.equal(code(short), 1);
    assert.equal(code(await run('kubia.default')), 1);
    assert.equal(code(await run('kubia.default.svc.cluster.local')), 0);
    assert.equal((await run('nope')).stdout.match(/NXDOMAIN/g)?.length, 6);
  });
});
