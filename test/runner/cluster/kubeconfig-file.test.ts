import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Connection } from '../../../runner/cluster/connection.ts';
import { readKubeconfig, writeKubeconfig } from '../../../runner/cluster/kubeconfig-file.ts';

const pem = (what: string): string => `-----BEGIN ${what}-----\nMIIB\n-----END ${what}-----\n`;
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const full: Connection = {
  server: 'https://127.0.0.1:6443',
  ca: pem('CERTIFICATE'),
  cert: pem('CERTIFICATE'),
  key: pem('PRIVATE KEY'),
};

/** A kubeconfig with the contexts one and two; `cluster` and `user` are those of one. */
const kubeconfig = (cluster: string, user: string): string => `
apiVersion: v1
kind: Config
current-context: one
clusters:
- name: a
  cluster: {${cluster}}
- name: b
  cluster: {server: http://localhost:8001}
users:
- name: u
  user: {${user}}
contexts:
- name: one
  context: {cluster: a, user: u, namespace: shop}
- name: two
  context: {cluster: b, user: ""}
- name: three
  context: {cluster: nowhere, user: nobody}
`;

const faultsOf = (text: string, context?: string): string[] => {
  const { connection, diagnostics } = readKubeconfig(text, context);
  assert.equal(connection, undefined);
  return diagnostics.map(({ code, message, span }) => `${span?.line} ${code}: ${message}`);
};

describe('readKubeconfig', () => {
  it('reads the current context, its namespace and its credentials', () => {
    const text = kubeconfig(
      `server: https://host:6443, tls-server-name: api, certificate-authority-data: ${base64(pem('CERTIFICATE'))}`,
      'token: secret',
    );
    assert.deepEqual(readKubeconfig(text), {
      connection: { server: 'https://host:6443', serverName: 'api', ca: pem('CERTIFICATE'), token: 'secret' },
      context: 'one',
      namespace: 'shop',
      diagnostics: [],
    });
  });

  it('reads another context, without credentials', () => {
    const { connection, context } = readKubeconfig(kubeconfig('', ''), 'two');
    assert.deepEqual([connection, context], [{ server: 'http://localhost:8001' }, 'two']);
  });

  it('checks certificates unless the file forbids it', () => {
    const insecure = (value: string) =>
      readKubeconfig(kubeconfig(`server: https://h, insecure-skip-tls-verify: ${value}`, 'token: t')).connection
        ?.insecure;
    assert.equal(insecure('true'), true);
    assert.equal(insecure('false'), undefined);
  });

  it('names the missing entries', () => {
    assert.deepEqual(faultsOf(kubeconfig('', ''), 'four'), [
      '14 option-invalid: The kubeconfig has no context "four".',
    ]);
    assert.deepEqual(faultsOf(kubeconfig('', ''), 'three'), [
      '6 option-invalid: The kubeconfig has no cluster "nowhere".',
      '11 option-invalid: The kubeconfig has no user "nobody".',
    ]);
    assert.match(faultsOf('{}')[0] ?? '', /no current-context/);
    assert.match(faultsOf(kubeconfig('server: ftp://host', ''))[0] ?? '', /^7 schema-value: server must be/);
  });

  it('names fields that need another file or program, unless they are not needed', () => {
    const server = 'server: https://h';
    const hintOf = (user: string) => readKubeconfig(kubeconfig(server, user)).diagnostics[0]?.hint ?? '';
    assert.match(faultsOf(kubeconfig(server, 'exec: {command: aws}'))[0] ?? '', /^12 schema-value: exec is not/);
    assert.match(hintOf('exec: {command: aws}'), /kubectl create token/);
    assert.match(hintOf('client-certificate: /a.pem, client-key: /b.pem'), /--flatten --minify --raw/);
    assert.match(faultsOf(kubeconfig('server: https://h, certificate-authority: ca.pem', ''))[0] ?? '', /authority/);
    assert.ok(readKubeconfig(kubeconfig(server, 'token: t, exec: {command: aws}')).connection);
  });

  it('refuses half a key pair and texts that are not PEM', () => {
    const cert = `client-certificate-data: ${base64(pem('CERTIFICATE'))}`;
    assert.match(
      faultsOf(kubeconfig('server: https://h', cert))[0] ?? '',
      /schema-required: A client certificate needs its key/,
    );
    const noise = 'certificate-authority-data: AAAA';
    assert.match(faultsOf(kubeconfig(`server: https://h, ${noise}`, 'token: t'))[0] ?? '', /not base64 of a PEM text/);
    assert.match(faultsOf(kubeconfig('server: [1]', 'token: t'))[0] ?? '', /schema-type: server must be a string/);
  });

  it('never throws', () => {
    assert.match(faultsOf('a: [')[0] ?? '', /yaml-syntax/);
    assert.match(faultsOf('{}\n---\n{}')[0] ?? '', /yaml-several-documents/);
    fc.assert(fc.property(fc.json(), (text) => assert.ok(readKubeconfig(text).diagnostics.length > 0)));
    fc.assert(fc.property(fc.string(), (text) => assert.equal(readKubeconfig(text).connection, undefined)));
  });
});

describe('writeKubeconfig', () => {
  it('writes a file that is read as the same connection', () => {
    const text = fc.string({ unit: 'grapheme-ascii', minLength: 1 });
    const connection = fc.record(
      {
        server: fc.constant('https://[::1]:6443/k8s'),
        token: text,
        serverName: text,
        insecure: fc.constant(true as const),
      },
      { requiredKeys: ['server'] },
    );
    fc.assert(
      fc.property(connection, text, (each, name) => {
        const reading = readKubeconfig(writeKubeconfig({ ...full, ...each }, { name, namespace: 'on' }));
        assert.deepEqual(reading, {
          connection: { ...full, ...each },
          context: name,
          namespace: 'on',
          diagnostics: [],
        });
      }),
    );
  });

  it('leaves out missing fields', () => {
    const text = writeKubeconfig({ server: 'http://localhost:1' }, { name: 'x' });
    assert.deepEqual(readKubeconfig(text), {
      connection: { server: 'http://localhost:1' },
      context: 'x',
      diagnostics: [],
    });
  });
});
