import assert from 'node:assert/strict';
import { allowsScheme } from '../../../../../runner/simulator/shell/curl/transfer.ts';
import { shellSetting } from '../../support/shell.ts';

describe('--proto', () => {
  for (const [proto, http, https] of [
    [undefined, true, true],
    ['=http,https', true, true],
    ['=https', false, true],
    ['-http', false, true],
    ['-all,+http', true, false],
  ] as const)
    it(`${proto ?? 'nothing'}`, () =>
      assert.deepEqual([allowsScheme(proto, 'http'), allowsScheme(proto, 'https')], [http, https]));

  it('a scheme that curl does not speak is never allowed', () => assert.equal(allowsScheme('=ftp', 'ftp'), false));
});

describe('a transfer', () => {
  it('counts its time in phases; a connection takes some where the clock stands still', async () => {
    const setting = shellSetting();
    setting.clusterState.pod('slow', {
      ip: '10.244.1.50',
      listeners: [
        {
          port: 80,
          protocol: 'TCP',
          address: '0.0.0.0',
          http: async () => {
            await setting.clusterState.clock.sleep(1_500);
            return { status: 200, headers: {}, body: 'x' };
          },
        },
      ],
    });
    const format = '%{time_namelookup} %{time_connect} %{time_starttransfer} %{time_total}';
    const { stdout } = await setting.exec(['curl', '-s', '-o', '/dev/null', '-w', format, 'http://10.244.1.50']);
    assert.equal(stdout, '0.000000 0.000100 1.500000 1.500000');
  });

  it('--retry tries again, later and later', async () => {
    const setting = shellSetting();
    const { stderr, took } = await setting.exec(['curl', '-sS', '--retry', '2', '--retry-connrefused', 'http://empty']);
    assert.match(stderr, /^curl: \(7\)/);
    assert.equal(took, 3_000);
  });
});
