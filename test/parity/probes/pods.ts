import { type JsonValue, valueAt } from '../../../runner/core/json.ts';
import { create, fetch, until, untilReady } from '../act.ts';
import type { Bench } from '../bench.ts';
import { command } from '../look-from.ts';
import { client, object, service, web } from '../manifests.ts';
import { holding, onceRow, type Row, row, type Topic } from '../row.ts';

const isOwn = (line: string): boolean => !/^(PATH|HOME|HOSTNAME|PWD|SHLVL|_|OLDPWD)=/.test(line);

const environment = (id: string, name: string): Row =>
  row(id, `environment of ${name}`, async (bench: Bench): Promise<JsonValue> => {
    const { stdout } = await bench.exec(name, ['env']);
    return stdout
      .split('\n')
      .filter((line) => line !== '' && isOwn(line))
      .map((line) => bench.symbols.hide(line))
      .sort();
  });

/** Leaves out the machine's own domains in the search list. */
const resolvConf = (id: string, name: string): Row =>
  row(id, `resolv.conf of ${name}`, async (bench) => {
    const { stdout } = await bench.exec(name, ['cat', '/etc/resolv.conf']);
    const lines = stdout.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    return (
      lines
        .map((line) => (/^search (?!.*(cluster\.local|example))/.test(line) ? 'search <own>' : line))
        // The order of options does not matter.
        .map((line) => line.replace(/(?<=^options ).*/, (words) => words.split(' ').sort().join(' ')))
        .map((line) => line.replace(/^nameserver (?!10\.96\.|1\.1\.).*/, 'nameserver <own>'))
        .sort()
    );
  });

/** The cluster from inside a pod: environment, resolv.conf, hosts, names. */
export const pods: Topic = {
  name: 'pods',
  title: 'pods as they see the cluster',
  setup: () => [
    web('kubia', 'kubia', {
      ports: [
        { name: 'http', port: 80, targetPort: 8080 },
        { name: 'https', port: 443, targetPort: 8443 },
      ],
    }),
    web('backend-database', 'nobody', { ports: [{ port: 5432 }] }),
    web('dns-like', 'nobody', { ports: [{ name: 'dns-udp', port: 53, protocol: 'UDP' }] }),
    web('headless', 'nobody', { clusterIP: 'None' }),
    service('external', { type: 'ExternalName', externalName: 'example.com', ports: [{ port: 80 }] }),
    web('node-port', 'nobody', { type: 'NodePort', ports: [{ port: 80, nodePort: 30401 }] }),
    client('plain'),
    client('mortal'),
    client('restarting', {
      container: { command: ['sh', '-c', 'while [ ! -e /tmp/end ]; do sleep 0.2; done'], args: [] },
    }),
    client('unlinked', { spec: { enableServiceLinks: false } }),
    client('named', {
      container: {
        env: [
          { name: 'KUBIA_SERVICE_HOST', value: 'own' },
          { name: 'COMPOSED', value: '$(KUBIA_SERVICE_PORT)-$(NOPE)-$$(X)' },
          { name: 'NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
          { name: 'NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
          { name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
          { name: 'LABEL', valueFrom: { fieldRef: { fieldPath: "metadata.labels['tier']" } } },
        ],
      },
      labels: { tier: 'front' },
      spec: { enableServiceLinks: false },
    }),
    object('ConfigMap', 'settings', { data: { A: 'first', B: 'second' } }),
    client('configured', {
      spec: { enableServiceLinks: false },
      container: {
        envFrom: [{ configMapRef: { name: 'settings' } }, { prefix: 'P_', configMapRef: { name: 'settings' } }],
        env: [
          { name: 'B', value: 'own' },
          { name: 'C', valueFrom: { configMapKeyRef: { name: 'settings', key: 'A' } } },
        ],
      },
    }),
    client('default-policy', { spec: { dnsPolicy: 'Default' } }),
    client('host', { spec: { hostNetwork: true } }),
    client('host-first', { spec: { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' } }),
    client('own-servers', {
      spec: {
        dnsPolicy: 'None',
        dnsConfig: {
          nameservers: ['1.1.1.1'],
          searches: ['a.example', 'b.example'],
          options: [{ name: 'ndots', value: '2' }, { name: 'edns0' }],
        },
      },
    }),
    client('more-servers', {
      spec: { dnsConfig: { searches: ['a.example'], options: [{ name: 'ndots', value: '2' }] } },
    }),
    client('titled', {
      spec: {
        hostname: 'title',
        subdomain: 'headless',
        hostAliases: [{ ip: '1.2.3.4', hostnames: ['alias', 'other'] }],
      },
    }),
  ],
  rows: [
    ...['plain', 'unlinked', 'named', 'configured'].map((name) => environment('S22', name)),
    ...['plain', 'default-policy', 'host-first', 'own-servers', 'more-servers'].map((name) => resolvConf('S31', name)),
    command('S31', 'hostname', 'plain', 'hostname'),
    command('S31', 'hostname of a pod with a title', 'titled', 'hostname'),
    command('S31', 'hosts', 'plain', 'cat', '/etc/hosts'),
    command('S31', 'hosts of a pod with a title', 'titled', 'cat', '/etc/hosts'),
    command('S31', 'own address', 'plain', 'hostname', '-i'),
    command('S31', 'own full name', 'titled', 'hostname', '-f'),
    command('C4', 'a command that fails', 'plain', 'sh', '-c', 'exit 3'),
    command('C4', 'a program that is not there', 'plain', 'nope'),
    command('C4', 'a folder as a program', 'plain', '/etc'),
    command('C4', 'a program without permission', 'plain', '/etc/hosts'),
    row('C4', 'input is read', async (bench) => (await bench.exec('plain', ['cat'], 'a line\n')).stdout),
    command('C4', 'a command ended by a signal', 'mortal', 'sh', '-c', 'kill -9 $$'),
    holding(
      onceRow('S21', 'a Service that comes after the pod', async (bench) => {
        const variables = async (name: string): Promise<string[]> =>
          (await bench.exec(name, ['env'])).stdout.split('\n').filter((line) => line.startsWith('LATE_SERVICE_HOST='));
        await create(bench, service('late', { ports: [{ port: 80 }] }));
        const before = (await variables('restarting')).length;
        await create(bench, client('newcomer'));
        await untilReady(bench, 'newcomer');
        await bench.exec('restarting', ['touch', '/tmp/end']);
        const restarted = await until(
          bench,
          async () => valueAt(await fetch(bench, 'Pod', 'restarting'), ['status', 'containerStatuses', 0]) ?? null,
          (status) => valueAt(status, ['restartCount']) === 1 && valueAt(status, ['ready']) === true,
        );
        return {
          before,
          inNewPod: (await variables('newcomer')).length,
          restarts: valueAt(restarted, ['restartCount']) ?? null,
          afterRestart: (await variables('restarting')).length,
        };
      }),
      'S22',
    ),
    row('S1', 'status of a pod', async (bench) => {
      const pod = await bench.cluster.api.get({
        apiVersion: 'v1',
        kind: 'Pod',
        namespace: bench.namespace,
        name: 'plain',
      });
      return steadyStatus(pod?.['status'] ?? null);
    }),
  ],
};

const changing = new Set([
  'containerID',
  'imageID',
  'startedAt',
  'startTime',
  'lastTransitionTime',
  'image',
  'hostIP',
  'hostIPs',
  'resources',
  'allocatedResources',
  'user',
  'volumeMounts',
]);

const steadyStatus = (value: JsonValue): JsonValue => {
  if (Array.isArray(value)) return value.map(steadyStatus);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !changing.has(key))
      .map(([key, each]) => [key, steadyStatus(each ?? null)]),
  );
};
