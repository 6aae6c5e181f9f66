import type { KubernetesObject } from '../../../runner/cluster/cluster.ts';
import { type JsonObject, type JsonValue, valueAt } from '../../../runner/core/json.ts';
import {
  backendsOf,
  bodiesOf,
  change,
  clusterIpOf,
  create,
  fetch,
  listed,
  logOf,
  remove,
  until,
  untilCurl,
  untilReady,
} from '../act.ts';
import type { Bench } from '../bench.ts';
import { curled, dug } from '../look-from.ts';
import { client, kubia, netexec, object, type PodOptions, service, web } from '../manifests.ts';
import { unreadyLabel } from '../observe.ts';
import { holding, onceRow, type Row, type Topic } from '../row.ts';

const here = 'parity-changes.svc.cluster.local';
const worker: PodOptions = { on: 'worker' };

/** A deleted pod that stays until it is released: its preStop hook waits for a file. */
const lingering: PodOptions = {
  ...worker,
  spec: { terminationGracePeriodSeconds: 600 },
  container: {
    lifecycle: { preStop: { exec: { command: ['sh', '-c', 'while [ ! -e /tmp/go ]; do sleep 0.2; done'] } } },
  },
};

const letGo = (bench: Bench, pod: string) => bench.exec(pod, ['touch', '/tmp/go']);

/** A pod that is ready as long as a file exists. */
const byFile: PodOptions = {
  ...worker,
  container: {
    readinessProbe: { exec: { command: ['cat', '/tmp/ready'] }, periodSeconds: 1, failureThreshold: 1 },
  },
};

const switchable = (name: string): KubernetesObject =>
  netexec(name, name, { ...byFile, labels: { [unreadyLabel]: 'yes' } });

const beReady = (bench: Bench, pod: string, ready: boolean) =>
  bench.exec(pod, ready ? ['touch', '/tmp/ready'] : ['rm', '/tmp/ready']);

const count = async (bench: Bench, kind: string, query: string): Promise<number> =>
  (await listed(bench, kind, query)).length;

/** The URL of the Service, with a path. */
const urlOf = async (bench: Bench, name: string, path = ''): Promise<string> =>
  `http://${await clusterIpOf(bench, name)}${path}`;

/** A request that is answered when the pod is released, so that changes meanwhile meet an open connection. */
const duringRequest = async (
  bench: Bench,
  name: string,
  act: (url: string) => Promise<unknown>,
): Promise<JsonObject> => {
  const url = await urlOf(bench, name);
  await untilCurl(bench, 'client', 0, `${url}/hostname`);
  const command = encodeURIComponent('while [ ! -e /tmp/go ]; do sleep 0.2; done; hostname');
  const words = ['curl', '-s', '-m', '600', '-w', '\n%{http_code}', `${url}/shell?cmd=${command}`];
  const open = bench.exec('client', words);
  await until(
    bench,
    () => logOf(bench, name),
    (log) => log.includes('/shell'),
  );
  const meanwhile = await act(url);
  await letGo(bench, name).catch(() => undefined);
  const { status, stdout } = await open;
  return { meanwhile: (meanwhile ?? null) as JsonValue, open: { exit: status ?? null, stdout } };
};

const endings: Row[] = [
  holding(
    onceRow('B15', 'the last pod, on its way out', async (bench) => {
      const url = await urlOf(bench, 'last', '/hostname');
      await untilCurl(bench, 'client', 0, url);
      await remove(bench, 'Pod', 'last');
      const leaving = await until(
        bench,
        () => backendsOf(bench, 'last'),
        ({ ready }) => ready.length === 0,
      );
      await bench.clock.sleep(2_000);
      const meanwhile = await curled(bench, 'client', url);
      await letGo(bench, 'last');
      return { leaving, meanwhile, afterwards: await untilCurl(bench, 'client', 7, url) };
    }),
    'B1',
    'B6',
    'B8',
    'B12',
  ),
  holding(
    onceRow('B15', 'one of two pods, on its way out', async (bench) => {
      const url = await urlOf(bench, 'pair', '/hostname');
      await untilReady(bench, 'pair-stays', 'pair-goes');
      await remove(bench, 'Pod', 'pair-goes');
      await until(
        bench,
        () => backendsOf(bench, 'pair'),
        ({ ready }) => ready.length === 1,
      );
      await bench.clock.sleep(2_000);
      const { conditions } = await backendsOf(bench, 'pair');
      const answers = await bodiesOf(bench, 'client', url, 30);
      await letGo(bench, 'pair-goes');
      return { answers, endpoints: conditions.length };
    }),
    'B6',
    'B12',
  ),
];

const readiness: Row[] = [
  holding(
    onceRow('S63', 'a pod becomes ready, and ceases to be', async (bench) => {
      const url = await urlOf(bench, 'toggled', '/hostname');
      const before = { ...(await backendsOf(bench, 'toggled')), curl: await untilCurl(bench, 'client', 7, url) };
      await beReady(bench, 'toggled', true);
      const during = { curl: await untilCurl(bench, 'client', 0, url), ...(await backendsOf(bench, 'toggled')) };
      await beReady(bench, 'toggled', false);
      const after = { curl: await untilCurl(bench, 'client', 7, url), ...(await backendsOf(bench, 'toggled')) };
      const restarts = valueAt(await fetch(bench, 'Pod', 'toggled'), [
        'status',
        'containerStatuses',
        0,
        'restartCount',
      ]);
      return { before, during, after, restarts: restarts ?? null };
    }),
    'B2',
    'B8',
    'B17',
    'S64',
  ),
  holding(
    onceRow('B17', 'a condition of its own makes a pod ready', async (bench) => {
      const url = await urlOf(bench, 'gated', '/hostname');
      const open = (status: string) =>
        bench.ask({
          method: 'PATCH',
          path: '/api/v1/namespaces/NAMESPACE/pods/gated/status',
          contentType: 'application/strategic-merge-patch+json',
          body: { status: { conditions: [{ type: 'example.com/open', status }] } },
        });
      const before = await untilCurl(bench, 'client', 7, url);
      await open('True');
      const during = await untilCurl(bench, 'client', 0, url);
      await open('False');
      return { before, during, after: await untilCurl(bench, 'client', 7, url) };
    }),
    'S63',
  ),
  onceRow('B16', 'a Service begins to publish a pod that is not ready, and stops', async (bench) => {
    const url = await urlOf(bench, 'publishing', '/hostname');
    const before = await untilCurl(bench, 'client', 7, url);
    await change(bench, 'Service', 'publishing', { spec: { publishNotReadyAddresses: true } });
    const during = { curl: await untilCurl(bench, 'client', 0, url), ...(await backendsOf(bench, 'publishing')) };
    await change(bench, 'Service', 'publishing', { spec: { publishNotReadyAddresses: false } });
    return { before, during, after: await untilCurl(bench, 'client', 7, url) };
  }),
];

const members: Row[] = [
  holding(
    onceRow('B72', 'a pod loses its label, and gets it back', async (bench) => {
      const selector = 'labelSelector=app%3Dtrio';
      const names = (await listed(bench, 'Pod', selector)).map((pod) => String(valueAt(pod, ['metadata', 'name'])));
      const [first = ''] = names.toSorted();
      await change(bench, 'Pod', first, { metadata: { labels: { app: 'alone' } } });
      const replaced = await until(
        bench,
        async () => (await backendsOf(bench, 'trio')).ready,
        (ready) => ready.length === 2 && !ready.includes(first),
      );
      const alone = await fetch(bench, 'Pod', first);
      const lonely = {
        phase: valueAt(alone, ['status', 'phase']) ?? null,
        owners: valueAt(alone, ['metadata', 'ownerReferences']) ?? null,
      };
      await change(bench, 'Pod', first, { metadata: { labels: { app: 'trio' } } });
      const back = await until(
        bench,
        () => count(bench, 'Pod', selector),
        (pods) => pods === 2,
      );
      return { replaced: replaced.length, lonely, back };
    }),
    'S5',
    'B1',
  ),
  onceRow('S1', 'a pod goes, and another one comes', async (bench) => {
    const url = await urlOf(bench, 'lasting');
    const before = await untilCurl(bench, 'client', 0, url);
    const [first = ''] = (await backendsOf(bench, 'lasting')).ready;
    await remove(bench, 'Pod', first, 0);
    const ask = () => curled(bench, 'client', url);
    const after = await until(bench, ask, ({ exit, body }) => exit === 0 && body !== before['body']);
    return { exit: after['exit'] ?? null, another: after['body'] !== before['body'] };
  }),
  holding(
    onceRow('S4', 'from two pods to none and back', async (bench) => {
      const url = await urlOf(bench, 'scaled');
      await untilCurl(bench, 'client', 0, url);
      await change(bench, 'ReplicaSet', 'scaled', { spec: { replicas: 0 } });
      const backends = await until(
        bench,
        () => backendsOf(bench, 'scaled'),
        ({ conditions }) => conditions.length === 0,
      );
      const none = { curl: await untilCurl(bench, 'client', 7, url), ...backends };
      const name = await dug(bench, 'client', `scaled.${here}`);
      await change(bench, 'ReplicaSet', 'scaled', { spec: { replicas: 1 } });
      const again = await untilCurl(bench, 'client', 0, url);
      return {
        none,
        resolves: name['rcode'] ?? null,
        again: again['exit'] ?? null,
        same: url === (await urlOf(bench, 'scaled')),
      };
    }),
    'B13',
    'B39',
    'S1',
  ),
  onceRow('S36', 'Endpoints of a controller, changed by hand', async (bench) => {
    const ready = async () => (await backendsOf(bench, 'fixed')).ready;
    const before = await until(bench, ready, (list) => list.length === 1);
    await change(bench, 'Endpoints', 'fixed', {
      subsets: [{ addresses: [{ ip: '11.11.11.11' }], ports: [{ port: 80 }] }],
    });
    await bench.clock.sleep(5_000);
    const meanwhile = {
      ready: await ready(),
      curl: await curled(bench, 'client', await urlOf(bench, 'fixed', '/hostname')),
    };
    // The next change of the Service corrects it.
    await change(bench, 'Service', 'fixed', { metadata: { labels: { changed: 'yes' } } });
    return { before, meanwhile, after: await until(bench, ready, (list) => list.join() === before.join()) };
  }),
  onceRow('S20', 'another selector leads to pods with another number behind the name', async (bench) => {
    const url = await urlOf(bench, 'moved', '/hostname');
    const before = await untilCurl(bench, 'client', 0, url);
    await change(bench, 'Service', 'moved', { spec: { selector: { app: 'moved-9090' } } });
    const after = await until(
      bench,
      () => curled(bench, 'client', url),
      ({ body }) => body === 'moved-9090',
    );
    return { before, after };
  }),
];

const services: Row[] = [
  onceRow('B61', 'the label of another proxy goes', async (bench) => {
    const url = await urlOf(bench, 'handed');
    const before = await curled(bench, 'client', url);
    await change(bench, 'Service', 'handed', {
      metadata: { labels: { 'service.kubernetes.io/service-proxy-name': null } },
    });
    return { before, after: (await untilCurl(bench, 'client', 0, url))['exit'] ?? null };
  }),
  onceRow('B70', 'a Service is deleted', async (bench) => {
    await until(
      bench,
      () => backendsOf(bench, 'gone'),
      ({ ready }) => ready.length > 0,
    );
    await remove(bench, 'Service', 'gone');
    const left = await until(
      bench,
      async () => ({
        endpoints: (await fetch(bench, 'Endpoints', 'gone')) !== undefined,
        slices: await count(bench, 'EndpointSlice', 'labelSelector=kubernetes.io%2Fservice-name%3Dgone'),
      }),
      ({ endpoints, slices }) => !endpoints && slices === 0,
    );
    return { left, name: (await dug(bench, 'client', `gone.${here}`))['rcode'] ?? null };
  }),
  holding(
    onceRow('B70', 'addresses and node ports are free again at once', async (bench) => {
      const spec = { type: 'NodePort', clusterIP: '10.96.0.230', ports: [{ port: 80, nodePort: 30_701 }] };
      await create(bench, service('taken-once', spec));
      await remove(bench, 'Service', 'taken-once');
      const again = await bench.ask({
        method: 'POST',
        path: '/api/v1/namespaces/NAMESPACE/services',
        body: service('taken-again', spec),
      });
      return again.status;
    }),
    'B20',
    'S44',
  ),
  onceRow('B5', 'Endpoints made by hand go with the Service of their name', async (bench) => {
    await remove(bench, 'Service', 'by-hand');
    return until(
      bench,
      async () => ({
        endpoints: (await fetch(bench, 'Endpoints', 'by-hand')) !== undefined,
        slices: await count(bench, 'EndpointSlice', 'labelSelector=kubernetes.io%2Fservice-name%3Dby-hand'),
      }),
      ({ endpoints, slices }) => !endpoints && slices === 0,
    );
  }),
  holding(
    onceRow('B10', 'Endpoints made by hand change, and the slice follows', async (bench) => {
      const addresses = async (): Promise<JsonValue[]> =>
        (await listed(bench, 'EndpointSlice', 'labelSelector=kubernetes.io%2Fservice-name%3Dfollowed')).flatMap(
          (slice) =>
            (Array.isArray(slice['endpoints']) ? slice['endpoints'] : []).map(
              (each) => valueAt(each, ['addresses', 0]) ?? null,
            ),
        );
      const before = await until(bench, addresses, (list) => list.length === 1);
      await change(bench, 'Endpoints', 'followed', {
        subsets: [{ addresses: [{ ip: '22.22.22.22' }, { ip: '33.33.33.33' }], ports: [{ port: 80 }] }],
      });
      const after = await until(bench, addresses, (list) => list.length === 2);
      await change(bench, 'Endpoints', 'followed', {
        metadata: { labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
      });
      return {
        before,
        after: after.map(String).sort(),
        skipped: await until(bench, addresses, (list) => list.length === 0),
      };
    }),
    'S38',
  ),
  holding(
    onceRow('S42', 'a Service with Endpoints made by hand becomes an alias', async (bench) => {
      const slices = () => count(bench, 'EndpointSlice', 'labelSelector=kubernetes.io%2Fservice-name%3Dreused');
      const before = await until(bench, slices, (number) => number === 1);
      await change(bench, 'Service', 'reused', { spec: { type: 'ExternalName', externalName: `fixed.${here}` } });
      const answer = await until(
        bench,
        () => dug(bench, 'client', '-t', 'CNAME', `reused.${here}`),
        (found) => Array.isArray(found['answer']) && found['answer'].length > 0,
      );
      await bench.clock.sleep(2_000);
      return {
        before,
        clusterIP: valueAt(await fetch(bench, 'Service', 'reused'), ['spec', 'clusterIP']) ?? null,
        slices: await slices(),
        endpoints: (await fetch(bench, 'Endpoints', 'reused')) !== undefined,
        answer,
      };
    }),
    'S41',
    'B31',
  ),
];

const affinity: Row[] = [
  onceRow('B53', 'the pod that a client is pinned to goes', async (bench) => {
    const url = await urlOf(bench, 'pinned', '/hostname');
    await untilCurl(bench, 'client', 0, url);
    const [first = ''] = await bodiesOf(bench, 'client', url, 15);
    const pod = first.replace(/ 0$/, '');
    await remove(bench, 'Pod', pod, 0);
    await until(
      bench,
      async () => (await backendsOf(bench, 'pinned')).ready,
      (ready) => !ready.includes(pod),
    );
    await bench.clock.sleep(3_000);
    const then = await bodiesOf(bench, 'client', url, 15);
    return { before: 1, after: then.length, another: !then.includes(first) };
  }),
  holding(
    onceRow('S14', 'affinity comes, and goes', async (bench) => {
      const url = await urlOf(bench, 'wavering', '/hostname');
      const several = async () => (await bodiesOf(bench, 'client', url, 30)).length;
      const free = await until(bench, several, (number) => number === 3);
      await change(bench, 'Service', 'wavering', { spec: { sessionAffinity: 'ClientIP' } });
      const bound = await until(bench, several, (number) => number === 1);
      await change(bench, 'Service', 'wavering', { spec: { sessionAffinity: 'None' } });
      return { free, bound, freed: await until(bench, several, (number) => number === 3) };
    }),
    'B53',
    'S13',
  ),
  holding(
    onceRow('S14', 'affinity lasts from connection to connection, and ends when there is none', async (bench) => {
      const url = await urlOf(bench, 'short', '/hostname');
      await untilCurl(bench, 'client', 0, url);
      // Asks again after each pause until another pod answers.
      const changesAfter = async (pause: number, tries: number): Promise<boolean> => {
        const script = `first=$(curl -s -m 3 "$1"); i=0; while [ $i -lt ${tries} ]; do sleep ${pause}; next=$(curl -s -m 3 "$1"); if [ "$next" != "$first" ]; then echo changed; exit; fi; i=$((i+1)); done`;
        return (await bench.exec('client', ['sh', '-c', script, 'sh', url])).stdout === 'changed\n';
      };
      return { within: await changesAfter(7, 4), beyond: await changesAfter(22, 20) };
    }),
    'B53',
  ),
];

const connections: Row[] = [
  onceRow('B54', 'the Service of an open connection is deleted', (bench) =>
    duringRequest(bench, 'open-a', async () => {
      await remove(bench, 'Service', 'open-a');
      await bench.clock.sleep(3_000);
    }),
  ),
  onceRow('B54', 'the pod of an open connection is no longer ready', (bench) =>
    duringRequest(bench, 'open-b', async (url) => {
      await beReady(bench, 'open-b', false);
      return (await untilCurl(bench, 'client', 7, `${url}/hostname`))['exit'];
    }),
  ),
  onceRow('B54', 'the Service of an open connection gets another selector', (bench) =>
    duringRequest(bench, 'open-c', async (url) => {
      await change(bench, 'Service', 'open-c', { spec: { selector: { app: 'nobody' } } });
      return (await untilCurl(bench, 'client', 7, `${url}/hostname`))['exit'];
    }),
  ),
  onceRow('B54', 'the pod of an open connection is deleted', async (bench) => {
    const { open } = await duringRequest(bench, 'open-d', () =>
      remove(bench, 'Pod', 'open-d', 0).then(() => undefined),
    );
    return { broken: valueAt(open ?? null, ['exit']) !== 0 };
  }),
  holding(
    onceRow('B55', 'a client with one port of its own follows the Service to another pod', async (bench) => {
      const ip = await clusterIpOf(bench, 'datagrams');
      const ask = async (): Promise<string> =>
        (await bench.exec('client', ['nc', '-u', '-w', '1', '-p', '12345', ip, '81'], 'hostname\n')).stdout.trim();
      const first = await until(bench, ask, (answer) => answer !== '');
      await change(bench, 'Service', 'datagrams', { spec: { selector: { app: 'datagrams-two' } } });
      const second = await until(bench, ask, (answer) => answer === 'datagrams-two');
      return { first, second };
    }),
  ),
  onceRow('B55', 'a client asks in vain, and then there is a pod', async (bench) => {
    const ip = await clusterIpOf(bench, 'datagrams-later');
    const ask = async (): Promise<string> =>
      (await bench.exec('client', ['nc', '-u', '-w', '1', '-p', '12346', ip, '81'], 'hostname\n')).stdout.trim();
    const before = await ask();
    await change(bench, 'Service', 'datagrams-later', { spec: { selector: { app: 'datagrams-one' } } });
    return { before, after: await until(bench, ask, (answer) => answer !== '') };
  }),
];

const template = (app: string) => ({
  metadata: { labels: { app } },
  spec: {
    terminationGracePeriodSeconds: 1,
    containers: [{ name: 'main', image: 'luksa/kubia', imagePullPolicy: 'IfNotPresent' }],
  },
});

const replicaSet = (app: string, replicas: number): KubernetesObject =>
  object('ReplicaSet', app, { spec: { replicas, selector: { matchLabels: { app } }, template: template(app) } });

const udp = (name: string, app: string): KubernetesObject =>
  service(name, { selector: { app }, ports: [{ port: 81, targetPort: 8081, protocol: 'UDP' }] });

const named = (name: string, port: number): KubernetesObject =>
  netexec(name, name, {
    ...worker,
    container: { args: ['netexec', `--http-port=${port}`], ports: [{ name: 'http', containerPort: port }] },
  });

const byHand = (name: string): KubernetesObject[] => [
  service(name, { ports: [{ port: 80 }] }),
  object('Endpoints', name, { subsets: [{ addresses: [{ ip: '11.11.11.11' }], ports: [{ port: 80 }] }] }),
];

/** The effects of changes of pods, Endpoints and Services. */
export const changes: Topic = {
  name: 'changes',
  title: 'what follows a change',
  needs: { nodes: 2 },
  setup: () => [
    client('client', worker),
    netexec('last', 'last', lingering),
    netexec('pair-stays', 'pair', worker),
    netexec('pair-goes', 'pair', lingering),
    ...['toggled', 'publishing'].map(switchable),
    netexec('gated', 'gated', {
      ...worker,
      labels: { [unreadyLabel]: 'yes' },
      spec: { readinessGates: [{ conditionType: 'example.com/open' }] },
    }),
    netexec('open-b', 'open-b', {
      ...byFile,
      container: {
        ...byFile.container,
        args: ['netexec', '--http-port=8080'],
        lifecycle: { postStart: { exec: { command: ['touch', '/tmp/ready'] } } },
      },
    }),
    ...['open-a', 'open-c', 'open-d', 'fixed'].map((name) => netexec(name, name, worker)),
    ...['a', 'b', 'c'].flatMap((letter) =>
      ['pinned', 'wavering', 'short'].map((app) => netexec(`${app}-${letter}`, app, worker)),
    ),
    netexec('datagrams-one', 'datagrams-one', worker),
    netexec('datagrams-two', 'datagrams-two', worker),
    named('moved-8080', 8080),
    named('moved-9090', 9090),
    kubia('gone', 'gone', worker),
    replicaSet('trio', 2),
    replicaSet('scaled', 2),
    replicaSet('lasting', 1),
    ...[
      'last',
      'pair',
      'toggled',
      'publishing',
      'open-a',
      'open-b',
      'open-c',
      'open-d',
      'fixed',
      'trio',
      'scaled',
      'lasting',
      'gated',
      'gone',
      'wavering',
    ].map((name) => web(name, name)),
    web('pinned', 'pinned', { sessionAffinity: 'ClientIP' }),
    web('short', 'short', {
      sessionAffinity: 'ClientIP',
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 20 } },
    }),
    service('moved', { selector: { app: 'moved-8080' }, ports: [{ port: 80, targetPort: 'http' }] }),
    object(
      'Service',
      { name: 'handed', labels: { 'service.kubernetes.io/service-proxy-name': 'other' } },
      { spec: { selector: { app: 'fixed' }, ports: [{ port: 80, targetPort: 8080 }] } },
    ),
    udp('datagrams', 'datagrams-one'),
    udp('datagrams-later', 'nobody'),
    ...['by-hand', 'followed', 'reused'].flatMap(byHand),
  ],
  rows: [...endings, ...readiness, ...members, ...services, ...affinity, ...connections],
};
