import { type JsonValue, valueAt } from '../../../runner/core/json.ts';
import { bodiesOf, clusterIpOf, create, fetch, listed, remove, until } from '../act.ts';
import { answered, eventsOf } from '../answers.ts';
import type { Bench } from '../bench.ts';
import { command, curl, curlMany, ran } from '../look-from.ts';
import { client, collections, kubia, netexec, object, pod, service, web } from '../manifests.ts';
import { unreadyLabel } from '../observe.ts';
import { holding, onceRow, type Row, row, type Topic } from '../row.ts';

const services = collections['Service'] ?? '';
const pods = collections['Pod'] ?? '';

const named = (name: string, port: number) =>
  netexec(name, 'by-name', {
    on: 'worker',
    container: { args: ['netexec', `--http-port=${port}`], ports: [{ name: 'http', containerPort: port }] },
  });

const addressOf = async (bench: Bench, name: string): Promise<JsonValue> =>
  valueAt(await fetch(bench, 'Pod', name), ['status', 'podIP']) ?? null;

/** The answer to one datagram of the client. */
const datagram = (id: string, title: string, target: string, port: string): Row =>
  row(id, title, (bench) => ran(bench, 'client', ['nc', '-u', '-w', '1', target, port], 'hostname\n'));

/** Pods and their Services, without changes. */
export const podsBehind: Topic = {
  name: 'pods-behind',
  title: 'pods behind Services',
  needs: { nodes: 2 },
  setup: () => [
    client('client', { on: 'worker' }),
    client('client-host', { on: 'worker', spec: { hostNetwork: true } }),
    kubia('one', 'both', { on: 'worker' }),
    kubia('two', 'both', { on: 'control-plane' }),
    kubia('nowhere', 'nowhere', { labels: { [unreadyLabel]: 'no-address' }, spec: { nodeSelector: { nope: 'nope' } } }),
    kubia('unready', 'unready', {
      on: 'worker',
      labels: { [unreadyLabel]: 'yes' },
      container: { readinessProbe: { exec: { command: ['false'] }, periodSeconds: 1 } },
    }),
    named('named-8080', 8080),
    named('named-9090', 9090),
    netexec('teller', 'teller', { on: 'worker' }),
    pod('inward', 'busybox:1.36', {
      labels: { app: 'inward' },
      on: 'worker',
      container: { command: ['httpd', '-f', '-p', '127.0.0.1:8080', '-h', '/etc'] },
    }),
    pod('inward-probed', 'busybox:1.36', {
      labels: { app: 'inward-probed', [unreadyLabel]: 'yes' },
      on: 'worker',
      container: {
        command: ['httpd', '-f', '-p', '127.0.0.1:8080', '-h', '/etc'],
        readinessProbe: { tcpSocket: { port: 8080 }, periodSeconds: 1 },
      },
    }),
    web('both', 'both'),
    web('nowhere', 'nowhere'),
    web('inward', 'inward'),
    web('inward-probed', 'inward-probed'),
    service('by-name', { selector: { app: 'by-name' }, ports: [{ port: 80, targetPort: 'http' }] }),
    service('other-name', { selector: { app: 'by-name' }, ports: [{ port: 80, targetPort: 'nope' }] }),
    service('teller', {
      selector: { app: 'teller' },
      ports: [
        { name: 'http', port: 80, targetPort: 8080 },
        { name: 'udp', port: 81, targetPort: 8081, protocol: 'UDP' },
        { name: 'both-udp', port: 80, targetPort: 8081, protocol: 'UDP' },
      ],
    }),
    service('nobody', { selector: { app: 'nobody' }, ports: [{ port: 81, protocol: 'UDP' }] }),
    web('idle', 'nobody'),
    object(
      'Service',
      { name: 'marked', labels: { 'service.kubernetes.io/headless': '' } },
      { spec: { selector: { app: 'both' }, ports: [{ port: 80, targetPort: 8080 }] } },
    ),
  ],
  rows: [
    row('S2', 'a pod that no node takes', async (bench) => ({
      address: await addressOf(bench, 'nowhere'),
      phase: valueAt(await fetch(bench, 'Pod', 'nowhere'), ['status', 'phase']) ?? null,
      endpoints: (await listed(bench, 'EndpointSlice', 'labelSelector=kubernetes.io%2Fservice-name%3Dnowhere')).map(
        (slice) => slice['endpoints'] ?? null,
      ),
    })),
    row('S3', 'addresses of pods', async (bench) => {
      const names = ['one', 'two', 'teller', 'client'];
      const own = await Promise.all(names.map((name) => addressOf(bench, name)));
      const [, worker] = await bench.cluster.nodes();
      return {
        distinct: new Set(own).size === names.length,
        onNode: (await addressOf(bench, 'client-host')) === worker?.internalIP,
      };
    }),
    row('S47', 'addresses of nodes', async (bench) => {
      const nodes = (await bench.cluster.api.list({ apiVersion: 'v1', kind: 'Node' })).items;
      const typesOf = (node: (typeof nodes)[number]): JsonValue => {
        const addresses = valueAt(node, ['status', 'addresses']);
        return (Array.isArray(addresses) ? addresses : []).map((each) => valueAt(each, ['type']) ?? null);
      };
      return nodes.map(typesOf);
    }),
    onceRow('B18', 'cluster IPs that nobody chose', async (bench) => {
      const names = Array.from({ length: 8 }, (_, index) => `drawn-${index}`);
      for (const name of names) await create(bench, service(name, { ports: [{ port: 80 }] }));
      const ips = await Promise.all(names.map((name) => clusterIpOf(bench, name)));
      for (const name of names) await remove(bench, 'Service', name);
      const isUpper = (ip: string): boolean => /^10\.96\.(?!0\.)\d+\.\d+$/.test(ip);
      return { distinct: new Set(ips).size === names.length, upper: ips.every(isUpper) };
    }),
    holding(
      curlMany('S19', 'pods with different numbers behind one name', 'client', 'http://<clusterIP:by-name>/hostname'),
      'S20',
      'B11',
    ),
    curl('B11', 'a name that no pod has', 'client', 'http://<clusterIP:other-name>'),
    holding(
      row('S17', 'two Services over the same pods', async (bench) => {
        const first = await bodiesOf(bench, 'client', `http://${await clusterIpOf(bench, 'both')}`, 20);
        const slices = await listed(bench, 'EndpointSlice', 'labelSelector=kubernetes.io%2Fservice-name%3Dmarked');
        const endpoints = slices.flatMap((slice) => (Array.isArray(slice['endpoints']) ? slice['endpoints'] : []));
        return { first: first.length, second: endpoints.length };
      }),
      'S13',
    ),
    curl('B61', 'a Service with the label of headless ones', 'client', 'http://<clusterIP:marked>'),
    holding(
      row('S10', 'the log of a pod that was asked', async (bench) => {
        await bench.exec('client', ['curl', '-s', '-m', '3', 'http://<podIP:one>:8080']);
        const { body } = await bench.ask({ method: 'GET', path: `${pods}/one/log` });
        const lines = String(bench.symbols.hide(String(body).replaceAll(/:\d+$/gm, ''))).split('\n');
        // The kubelet sends requests too, at any time.
        return `${lines.findLast((line) => line.includes('<podIP:client>'))}\n`;
      }),
    ),
    row('S10', 'the same pods from a pod, a node and the log', async (bench) => {
      const url = `http://${await clusterIpOf(bench, 'both')}`;
      return { pod: await bodiesOf(bench, 'client', url, 20), node: await bodiesOf(bench, 'node/0', url, 20) };
    }),
    holding(
      row('S11', 'one pod asks a Service from inside', async (bench) => {
        const { status, stdout } = await bench.exec('one', ['curl', '-s', 'http://<clusterIP:teller>/hostname']);
        return { status: status ?? null, stdout };
      }),
      'S61',
    ),
    curl('S68', 'the address of a pod that listens inward only', 'client', 'http://<podIP:inward>:8080'),
    curl('S68', 'the Service of a pod that listens inward only', 'client', 'http://<clusterIP:inward>'),
    command('S68', 'from inside the pod', 'inward', 'wget', '-q', '-O', '-', 'http://127.0.0.1:8080/hostname'),
    row('S68', 'a probe of its port', async (bench) => {
      const found = await fetch(bench, 'Pod', 'inward-probed');
      const statuses = valueAt(found, ['status', 'containerStatuses', 0]);
      return { ready: valueAt(statuses, ['ready']) ?? null, restarts: valueAt(statuses, ['restartCount']) ?? null };
    }),
    curl('S68', 'the Service of a pod whose probe fails', 'client', 'http://<clusterIP:inward-probed>'),
    ...['one', 'unready', 'nowhere'].map(eventsOf),
    datagram('B55', 'a datagram through a Service', '<clusterIP:teller>', '81'),
    datagram('B55', 'a datagram to a pod', '<podIP:teller>', '8081'),
    datagram('B55', 'a datagram to a Service without endpoints', '<clusterIP:nobody>', '81'),
    datagram('B60', 'the same port for datagrams', '<clusterIP:teller>', '80'),
    holding(curl('B60', 'the same port for connections', 'client', 'http://<clusterIP:teller>/hostname'), 'S16'),
    answered('B71', 'a Service through the API server', {
      method: 'GET',
      path: `${services}/teller:80/proxy/hostname`,
    }),
    row('B71', 'what a Service answers through the API server', async (bench) => {
      const { status, body } = await bench.ask({ method: 'GET', path: `${services}/teller:http/proxy/hostname` });
      return { status, body };
    }),
    row('B71', 'what a pod answers through the API server', async (bench) => {
      const { status, body } = await bench.ask({ method: 'GET', path: `${pods}/teller:8080/proxy/hostname` });
      return { status, body };
    }),
    answered('B71', 'a Service without endpoints through the API server', {
      method: 'GET',
      path: `${services}/idle/proxy/`,
    }),
    answered('B71', 'a port that a Service has not, through the API server', {
      method: 'GET',
      path: `${services}/teller:9999/proxy/`,
    }),
    answered('B71', 'a Service that is not there through the API server', {
      method: 'GET',
      path: `${services}/nope/proxy/`,
    }),
    onceRow('S6', 'a Service with labels and ports as expose makes it', async (bench) => {
      const made = object(
        'Service',
        { name: 'exposed', labels: { app: 'both' } },
        { spec: { selector: { app: 'both' }, ports: [{ port: 80, protocol: 'TCP', targetPort: 8080 }] } },
      );
      await create(bench, made);
      const answers = await until(
        bench,
        async () => bodiesOf(bench, 'client', `http://${await clusterIpOf(bench, 'exposed')}`, 20),
        (list) => list.length === 2 && list.every((each) => each.endsWith(' 0')),
      );
      await remove(bench, 'Service', 'exposed');
      return answers;
    }),
  ],
};
