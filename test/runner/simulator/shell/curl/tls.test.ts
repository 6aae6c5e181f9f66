import assert from 'node:assert/strict';
import { authority, issuedPair } from '../../../../support/certificates.ts';
import { named } from '../../support/cluster-state.ts';
import { type ShellSetting, shellSetting } from '../../support/shell.ts';

const code = ({ outcome }: { outcome: object }): unknown => ('code' in outcome ? outcome.code : outcome);

/** A pod at 10.244.1.50:8080 that answers as told. */
const withServer = (setting: ShellSetting, more: Parameters<typeof named>[2]): void =>
  void setting.clusterState.pod('server', { ip: '10.244.1.50', listeners: [named('server', 8080, more)] });

describe('curl: TLS (B67)', () => {
  const tls = (setting: ShellSetting): void =>
    withServer(setting, { tls: true, certificate: () => issuedPair.certificate });
  const to = (name: string, ...more: string[]): string[] => [
    'curl',
    '-sS',
    ...more,
    '--resolve',
    `${name}:8080:10.244.1.50`,
    `https://${name}:8080`,
  ];
  for (const [title, args, exit] of [
    ['trusted by --cacert', to('issued.example.com', '--cacert', '/ca.crt'), 0],
    ['a wildcard', to('x.foo.com', '--cacert', '/ca.crt'), 0],
    ['another name', to('other.org', '--cacert', '/ca.crt'), 60],
    ['not trusted', to('issued.example.com'), 60],
    ['-k', to('other.org', '-k'), 0],
    ['no such CA file', to('issued.example.com', '--cacert', '/nope'), 77],
    ['plain HTTP', ['curl', '-sS', 'http://10.244.1.50:8080'], 0],
  ] as const)
    it(`${title}: ${exit}`, async () => {
      const setting = shellSetting({ files: { '/ca.crt': authority } });
      tls(setting);
      const result = await setting.exec(args);
      assert.equal(code(result), exit, result.stderr);
      if (title === 'plain HTTP') assert.equal(result.stdout, 'Client sent an HTTP request to an HTTPS server.\n');
    });

  it('CURL_CA_BUNDLE is trusted', async () => {
    const setting = shellSetting({ files: { '/ca.crt': authority } });
    tls(setting);
    const script =
      'export CURL_CA_BUNDLE=/ca.crt; curl -s --resolve issued.example.com:8080:10.244.1.50 https://issued.example.com:8080';
    assert.equal((await setting.sh(script)).stdout, "You've hit server\n");
  });

  it('nobody trusts a certificate that the server makes up', async () => {
    const setting = shellSetting();
    withServer(setting, { tls: true });
    const { stderr } = await setting.exec(['curl', '-sS', 'https://10.244.1.50:8080']);
    assert.match(stderr, /^curl: \(60\) SSL certificate problem: self-signed certificate\n/);
  });
});
