import { type JsonObject, valueAt } from '../../../runner/core/json.ts';
import { kubiaPair } from '../../support/certificates.ts';
import { fetch } from '../act.ts';
import { curl, ran } from '../look-from.ts';
import { client, kubia, netexec, object, service, web } from '../manifests.ts';
import { type Row, row, type Topic } from '../row.ts';

const backend = (name: string, port: JsonObject = { number: 80 }): JsonObject => ({ service: { name, port } });

type Path = [pathType: string, path: string, name?: string];

const rule = (host: string | undefined, ...paths: Path[]): JsonObject => ({
  ...(host !== undefined && { host }),
  http: { paths: paths.map(([pathType, path, name = 'one']) => ({ pathType, path, backend: backend(name) })) },
});

const ingress = (name: string, ...rules: JsonObject[]) =>
  object('Ingress', name, { spec: { ingressClassName: 'traefik', rules } });

/** Asks the Ingress controller for a host and a path, as `kubia.example.com/path`. */
const asked = (id: string, title: string, to: string, ...words: string[]): Row => {
  const start = to.indexOf('/');
  const [host, path] = [to.slice(0, start), to.slice(start)];
  return curl(id, title, 'client', '-H', `Host: ${host}`, ...words, `http://<ingress:address>${path}`);
};

const hidden = (name: string, host: string, secretName: string) =>
  object('Ingress', name, {
    spec: {
      ingressClassName: 'traefik',
      rules: [rule(host, ['Prefix', '/'])],
      tls: [{ hosts: [host], secretName }],
    },
  });

/** A TLS request of a client that trusts only the certificate of the catalogue. `words` end with the URL's path. */
const trusting = (title: string, host: string, ...words: string[]): Row =>
  row('B67', title, (bench) => {
    const script = 'f=/tmp/ca-$$; cat >$f; curl -s --cacert $f "$@"; s=$?; rm $f; exit $s';
    const to = ['--resolve', `${host}:443:<ingress:address>`, ...words.slice(0, -1), `https://${host}${words.at(-1)}`];
    return ran(bench, 'client', ['sh', '-c', script, 'sh', ...to], kubiaPair.certificate);
  });

/** pathType, paths with their backends, and requested paths: https://kubernetes.io/docs/concepts/services-networking/ingress/#examples */
const table: readonly [paths: Path[], ...asked: string[]][] = [
  [[['Prefix', '/']], '/', '/any', '/any/path?query=1'],
  [[['Exact', '/foo']], '/foo', '/foo?query=1', '/bar', '/foo/', '/FOO', '/'],
  [[['Exact', '/foo/']], '/foo', '/foo/'],
  [[['Prefix', '/foo']], '/foo', '/foo/', '/foo/bar', '/foobar', '/FOO'],
  [[['Prefix', '/foo/']], '/foo', '/foo/', '/foo/bar'],
  [[['Prefix', '/aaa/bb']], '/aaa/bb', '/aaa/bbb'],
  [[['Prefix', '/aaa/bbb']], '/aaa/bbb', '/aaa/bbb/', '/aaa/bbb/ccc', '/aaa/bbbxyz', '/aaa'],
  [[['Prefix', '/aaa/bbb/']], '/aaa/bbb', '/aaa/bbb/', '/aaa/bbb/ccc'],
  [
    [
      ['Prefix', '/'],
      ['Prefix', '/aaa', 'two'],
    ],
    '/aaa/ccc',
    '/aaa',
    '/ccc',
  ],
  [
    [
      ['Prefix', '/'],
      ['Prefix', '/aaa', 'two'],
      ['Prefix', '/aaa/bbb', 'three'],
    ],
    '/aaa/bbb',
    '/aaa/bb',
    '/ccc',
  ],
  [
    [
      ['Prefix', '/aaa'],
      ['Prefix', '/aaa/bbb', 'two'],
    ],
    '/aaaccc',
    '/aaa/bbb',
    '/aaa/bbbccc',
  ],
  [
    [
      ['Prefix', '/foo'],
      ['Exact', '/foo', 'two'],
    ],
    '/foo',
    '/foo/',
    '/foo/bar',
  ],
  [
    [
      ['Exact', '/foo', 'two'],
      ['Prefix', '/foo'],
    ],
    '/foo',
    '/foo/bar',
  ],
];

const hostOf = (index: number): string => `table-${index}.example.com`;

const textOf = (paths: Path[]): string =>
  paths.map(([type, path, name = 'one']) => `${type} ${path} → ${name}`).join(', ');

/** Answers of the Ingress controller by hosts, paths and backends. */
export const ingressRouting: Topic = {
  name: 'ingress',
  title: 'Ingress',
  needs: { ingress: true },
  setup: () => [
    client('client'),
    ...['one', 'two', 'three'].map((name) => kubia(name, name)),
    ...['one', 'two', 'three'].map((name) => web(name, name)),
    netexec('teller', 'teller'),
    service('teller', { selector: { app: 'teller' }, ports: [{ name: 'http', port: 81, targetPort: 8080 }] }),
    web('nobody', 'nobody'),
    service('elsewhere', {
      type: 'ExternalName',
      externalName: 'one.parity-ingress.svc.cluster.local',
      ports: [{ port: 80 }],
    }),
    ...table.map(([paths], index) => ingress(`table-${index}`, rule(hostOf(index), ...paths))),
    ingress('wildcard', rule('*.foo.example.com', ['Prefix', '/'])),
    ingress('exact-host', rule('bar.foo.example.com', ['Prefix', '/', 'two'])),
    ingress('hosts', rule('kubia.example.com', ['Prefix', '/']), rule('foo.example.com', ['Prefix', '/', 'two'])),
    ingress('by-name', {
      host: 'by-name.example.com',
      http: { paths: [{ path: '/', pathType: 'Prefix', backend: backend('teller', { name: 'http' }) }] },
    }),
    ingress('wrong-port', {
      host: 'wrong-port.example.com',
      http: { paths: [{ path: '/', pathType: 'Prefix', backend: backend('one', { number: 8080 }) }] },
    }),
    ingress('wrong-name', {
      host: 'wrong-name.example.com',
      http: { paths: [{ path: '/', pathType: 'Prefix', backend: backend('teller', { name: 'nope' }) }] },
    }),
    ingress('no-service', rule('no-service.example.com', ['Prefix', '/', 'nope'])),
    ingress('no-endpoints', rule('no-endpoints.example.com', ['Prefix', '/', 'nobody'])),
    ingress('external', rule('external.example.com', ['Prefix', '/', 'elsewhere'])),
    ingress('mixed', rule('mixed.example.com', ['Prefix', '/good'], ['Prefix', '/bad', 'nope'])),
    object('Ingress', 'other-class', {
      spec: { ingressClassName: 'nope', rules: [rule('other-class.example.com', ['Prefix', '/'])] },
    }),
    object('Ingress', 'no-class', { spec: { rules: [rule('no-class.example.com', ['Prefix', '/'])] } }),
    object('Secret', 'tls', {
      type: 'kubernetes.io/tls',
      stringData: { 'tls.crt': kubiaPair.certificate, 'tls.key': kubiaPair.key },
    }),
    hidden('secured', 'tls.kubia.example.com', 'tls'),
    hidden('uncovered', 'uncovered.example.net', 'tls'),
    hidden('no-secret', 'no-secret.example.net', 'nope'),
    ingress('any', rule(undefined, ['Exact', '/only-without-host', 'three'])),
  ],
  rows: [
    ...table.flatMap(([paths, ...questions], index) =>
      questions.map((path) => asked('B66a', `${textOf(paths)}: ${path}`, `${hostOf(index)}${path}`)),
    ),
    asked('B66', 'a wildcard host', 'other.foo.example.com/'),
    asked('B66', 'an exact host beats a wildcard', 'bar.foo.example.com/'),
    asked('B66', 'a wildcard host and two labels', 'a.b.foo.example.com/'),
    asked('B66', 'a wildcard host and no label', 'foo.example.com/'),
    asked('B66', 'a wildcard host and an empty label', '.foo.example.com/'),
    asked('S59', 'the first of two hosts', 'kubia.example.com/'),
    asked('S59', 'the second of two hosts', 'foo.example.com/x'),
    asked('S59', 'a host in upper case', 'KUBIA.example.com/'),
    asked('S59', 'a host with a port', 'kubia.example.com:80/'),
    asked('S59', 'an unknown host', 'nope.example.com/'),
    curl('S59', 'no host, by address', 'client', 'http://<ingress:address>/'),
    asked('B68', 'a rule without a host', 'anything.example.com/only-without-host'),
    asked('B68', 'a rule without a host, for a host with rules', 'kubia.example.com/only-without-host'),
    asked('B69', 'a backend port by name', 'by-name.example.com/hostname'),
    asked('B69', 'a backend port by a wrong name', 'wrong-name.example.com/'),
    asked('B69', "the pod's port as backend port", 'wrong-port.example.com/'),
    asked('S58', 'the path is not rewritten', 'by-name.example.com/echo?msg=kept'),
    asked('S60', 'a Service that is not there', 'no-service.example.com/'),
    asked('C13', 'a Service without endpoints', 'no-endpoints.example.com/'),
    asked('B44', 'a backend that is an ExternalName Service', 'external.example.com/'),
    asked('S60', 'a good path beside a bad one', 'mixed.example.com/good'),
    asked('S60', 'a bad path beside a good one', 'mixed.example.com/bad'),
    asked('B65', 'an Ingress of an unknown class', 'other-class.example.com/'),
    asked('B65', 'an Ingress without a class', 'no-class.example.com/'),
    asked('B66', 'HEAD', 'kubia.example.com/', '-I', '-o', '/dev/null'),
    asked('B66', 'POST', 'kubia.example.com/', '-d', 'a=b'),
    trusting('a certificate by the name of the host', 'tls.kubia.example.com', '/'),
    trusting('a certificate for an Ingress without TLS', 'kubia.example.com', '/'),
    trusting('a host that no certificate covers', 'uncovered.example.net', '/'),
    trusting('a host that no certificate covers, unverified', 'uncovered.example.net', '-k', '/'),
    trusting('a Secret that is not there', 'no-secret.example.net', '/'),
    trusting('a Secret that is not there, unverified', 'no-secret.example.net', '-k', '/'),
    asked('B67', 'plain HTTP beside TLS', 'tls.kubia.example.com/'),
    curl(
      'B67',
      "the controller's port 443 with its own certificate",
      'client',
      '-k',
      '-H',
      'Host: kubia.example.com',
      'https://<ingress:address>/',
    ),
    ...['hosts', 'other-class', 'no-class'].map((name) =>
      row('S52', `address of ${name}`, async (bench) => {
        const found = await fetch(bench, 'Ingress', name);
        return {
          class: valueAt(found, ['spec', 'ingressClassName']) ?? null,
          status: valueAt(found, ['status']) ?? null,
        };
      }),
    ),
    curl('S57', 'from a node', 'node/1', '-H', 'Host: kubia.example.com', 'http://<ingress:address>/'),
    curl('S57', 'from outside', 'outside', '-H', 'Host: kubia.example.com', 'http://<ingress:address>/'),
  ],
};
