import { command, curl, curled, curlMany } from '../look-from.ts';
import { client, kubia, netexec, object, service, web } from '../manifests.ts';
import { unreadyLabel } from '../observe.ts';
import { type Row, row, type Topic } from '../row.ts';

const failing = { readinessProbe: { exec: { command: ['false'] } } };
const nodes = ['node/0', 'node/1'];
const everywhere = ['client', 'client-cp', ...nodes];

const from = (id: string, title: string, places: readonly string[], url: string): Row[] =>
  places.map((place) => curl(id, `${title}, from ${place}`, place, url));

/** The source address that the server sees, without its port. */
const seenAs = (id: string, title: string, place: string, url: string): Row =>
  row(id, `source address: ${title}`, async (bench) => {
    const answer = await curled(bench, place, `${url}/clientip`);
    return { ...answer, ...(answer['body'] !== undefined && { body: String(answer['body']).replace(/:\d+$/, '') }) };
  });

const distinct = (id: string, title: string, place: string, ...words: string[]): Row =>
  row(id, title, async (bench) => {
    const { stdout } = await bench.exec(place, ['curl', '-s', '-m', '5', ...words]);
    return new Set(stdout.trim().split('\n')).size;
  });

const fifteen = (url: string): string[] => Array.from({ length: 15 }, () => url);

/** The number of pods that answer fifteen separate connections. */
const pinned = (id: string, title: string, place: string, url: string): Row =>
  row(id, title, async (bench) => {
    const answers = new Set<string>();
    for (let count = 0; count < 15; count++) answers.add(JSON.stringify(await curled(bench, place, url)));
    return [...answers].every((each) => each.includes('"exit":0')) ? answers.size : [...answers].sort();
  });

/** Connections to Services from pods, nodes and outside. */
export const connections: Topic = {
  name: 'connections',
  title: 'connections to Services',
  needs: { nodes: 2, externalHosts: 1 },
  setup: ({ cluster: { externalHosts } }) => [
    client('client', { on: 'worker' }),
    client('client-cp', { on: 'control-plane' }),
    client('client-host', { on: 'worker', spec: { hostNetwork: true } }),
    kubia('kubia-a', 'kubia', { on: 'worker' }),
    kubia('kubia-b', 'kubia', { on: 'control-plane' }),
    kubia('kubia-c', 'kubia', { on: 'worker' }),
    kubia('only-worker', 'only-worker', { on: 'worker' }),
    netexec('teller', 'teller', { on: 'worker' }),
    netexec('teller-cp', 'teller-cp', { on: 'control-plane' }),
    kubia('unready', 'unready', { on: 'worker', labels: { [unreadyLabel]: 'yes' }, container: failing }),
    web('kubia', 'kubia'),
    web('nobody', 'nobody', {
      type: 'NodePort',
      ports: [{ port: 80, nodePort: 30301 }],
      externalIPs: ['203.0.113.31'],
    }),
    web('unready', 'unready'),
    web('published', 'unready', { publishNotReadyAddresses: true }),
    web('wrong-port', 'kubia', { ports: [{ port: 80, targetPort: 8088 }] }),
    web('headless', 'only-worker', { clusterIP: 'None' }),
    service('two', {
      selector: { app: 'only-worker' },
      ports: [
        { name: 'a', port: 80, targetPort: 8080 },
        { name: 'b', port: 81, targetPort: 8088 },
      ],
    }),
    web('node-port', 'kubia', { type: 'NodePort', ports: [{ port: 80, targetPort: 8080, nodePort: 30302 }] }),
    web('local-inside', 'only-worker', { internalTrafficPolicy: 'Local' }),
    web('local-nobody', 'nobody', { internalTrafficPolicy: 'Local' }),
    web('local-outside', 'only-worker', {
      type: 'NodePort',
      externalTrafficPolicy: 'Local',
      ports: [{ port: 80, targetPort: 8080, nodePort: 30303 }],
    }),
    web('local-teller', 'teller', {
      type: 'NodePort',
      externalTrafficPolicy: 'Local',
      ports: [{ port: 80, targetPort: 8080, nodePort: 30304 }],
    }),
    web('teller', 'teller', { type: 'NodePort', ports: [{ port: 80, targetPort: 8080, nodePort: 30305 }] }),
    web('teller-cp', 'teller-cp', { type: 'NodePort', ports: [{ port: 80, targetPort: 8080, nodePort: 30306 }] }),
    web('sticky', 'kubia', {
      sessionAffinity: 'ClientIP',
      type: 'NodePort',
      ports: [{ port: 80, targetPort: 8080, nodePort: 30307 }],
    }),
    web('outer', 'only-worker', { externalIPs: ['203.0.113.30'] }),
    web('near', 'kubia', { trafficDistribution: 'PreferSameNode' }),
    object(
      'Service',
      { name: 'ignored', labels: { 'service.kubernetes.io/service-proxy-name': 'other' } },
      { spec: { selector: { app: 'kubia' }, ports: [{ port: 80, targetPort: 8080 }] } },
    ),
    web('pending', 'only-worker', {
      type: 'LoadBalancer',
      loadBalancerClass: 'example.com/none',
      ports: [{ port: 80, targetPort: 8080, nodePort: 30308 }],
    }),
    service('beside', { ports: [{ port: 80 }] }),
    object('Endpoints', 'beside', {
      subsets: [
        { addresses: externalHosts.map(({ ip }) => ({ ip })), ports: [{ port: externalHosts[0]?.port ?? 80 }] },
      ],
    }),
    service('beside-slice', { ports: [{ port: 80 }] }),
    object(
      'EndpointSlice',
      { name: 'beside-slice-1', labels: { 'kubernetes.io/service-name': 'beside-slice' } },
      {
        addressType: 'IPv4',
        ports: [{ port: externalHosts[0]?.port ?? 80 }],
        endpoints: [{ addresses: externalHosts.map(({ ip }) => ip) }],
      },
    ),
    service('unselected', { ports: [{ port: 80 }] }),
    service('elsewhere', { type: 'ExternalName', externalName: 'only-http.parity-connections.svc.cluster.local' }),
    web('only-http', 'only-worker'),
    object('Endpoints', 'looped', { subsets: [{ addresses: [{ ip: '10.96.0.1' }], ports: [{ port: 443 }] }] }),
  ],
  rows: [
    ...everywhere.map((place) => curlMany('S9', `every pod answers, from ${place}`, place, 'http://<clusterIP:kubia>')),
    curlMany('S9', "every pod answers, from the node's network", 'client-host', 'http://<clusterIP:kubia>'),
    curlMany('S30', 'every pod answers by name', 'client', 'http://kubia'),
    curl('S9', 'a cluster IP, from outside', 'outside', 'http://<clusterIP:only-http>'),
    curl('S67', 'a pod address, from a pod', 'client', 'http://<podIP:only-worker>:8080'),
    curl('S67', 'a pod address, from a node', 'node/0', 'http://<podIP:only-worker>:8080'),
    curl('S67', 'a pod address at another port', 'client', 'http://<podIP:only-worker>:8088'),
    curl('S67', "an unready pod's address", 'client', 'http://<podIP:unready>:8080'),
    curl('S67', 'an address that no pod has', 'client', 'http://10.244.1.253:8080'),
    ...from('B13', 'no endpoints', everywhere, 'http://<clusterIP:nobody>'),
    ...nodes.map((_, index) =>
      curl('B13', `no endpoints, node port of node ${index}`, 'client', `http://<nodeIP:${index}>:30301`),
    ),
    curl('B13', 'no endpoints, node port from outside', 'outside', 'http://<nodeIP:1>:30301'),
    curl('B13', 'no endpoints, external IP', 'client', 'http://203.0.113.31'),
    curl('B13', 'no endpoints, by name', 'client', 'http://nobody'),
    curl('S37', 'no selector and no Endpoints', 'client', 'http://<clusterIP:unselected>'),
    curl('B16', 'only an unready pod', 'client', 'http://<clusterIP:unready>'),
    curl('B16', 'an unready pod that is published', 'client', 'http://<clusterIP:published>'),
    curl('B74', 'a port that no pod listens on', 'client', 'http://<clusterIP:wrong-port>'),
    curl('S66', 'the target port at the cluster IP', 'client', 'http://<clusterIP:only-http>:8080'),
    curl('S33', 'another port at the cluster IP', 'client', 'http://<clusterIP:only-http>:81'),
    curl('S33', 'another port at the cluster IP, from a node', 'node/1', 'http://<clusterIP:only-http>:81'),
    curl('S16', 'the first of two ports', 'client', 'http://<clusterIP:two>'),
    curl('S16', 'the second of two ports, where nobody listens', 'client', 'http://<clusterIP:two>:81'),
    curl('B24', 'a headless Service at its port', 'client', 'http://headless'),
    curl('B24', 'a headless Service at its target port', 'client', 'http://headless:8080'),
    curl('C6', 'a name that is not there', 'client', 'http://nope'),
    curl('C6', 'a name of another namespace that is not there', 'client', 'http://kubia.nope'),
    curl('S40', 'an ExternalName Service by its name', 'client', 'http://elsewhere'),
    curl('C6', 'an ExternalName Service, the wrong port', 'client', 'http://elsewhere:8080'),
    ...nodes.flatMap((_, index) =>
      ['client', 'outside'].map((place) =>
        curlMany('S46', `node port of node ${index}, from ${place}`, place, `http://<nodeIP:${index}>:30302`),
      ),
    ),
    ...nodes.map((place, index) =>
      curlMany('S46', `node port of the own node, from ${place}`, place, `http://<nodeIP:${index}>:30302`),
    ),
    ...nodes.map((place) => curlMany('E7', `node port at 127.0.0.1, from ${place}`, place, 'http://127.0.0.1:30302')),
    curl('S46', 'node port at the cluster IP', 'client', 'http://<clusterIP:node-port>:30302'),
    curl('S46', 'Service port at the node', 'client', 'http://<nodeIP:1>:80'),
    curl('S46', 'node port at a pod', 'client', 'http://<podIP:kubia-a>:30302'),
    curl('S46', 'node port at 127.0.0.1 of a pod', 'client', 'http://127.0.0.1:30302'),
    ...from('B49', 'internal policy Local', everywhere, 'http://<clusterIP:local-inside>'),
    curl('B49', "internal policy Local, from the node's network", 'client-host', 'http://<clusterIP:local-inside>'),
    curl('B13', 'internal policy Local without endpoints', 'client', 'http://<clusterIP:local-nobody>'),
    ...from('B50', 'external policy Local, cluster IP', ['client', 'client-cp'], 'http://<clusterIP:local-outside>'),
    ...['client', 'client-cp', 'node/0', 'node/1', 'outside'].flatMap((place) =>
      [0, 1].map((index) =>
        curl(
          'B50',
          `external policy Local, node port of node ${index}, from ${place}`,
          place,
          `http://<nodeIP:${index}>:30303`,
        ),
      ),
    ),
    seenAs('B57', 'a pod of the same node through a cluster IP', 'client', 'http://<clusterIP:teller>'),
    seenAs('B57', 'a pod of another node through a cluster IP', 'client-cp', 'http://<clusterIP:teller>'),
    seenAs('B57', 'a pod through a pod address', 'client-cp', 'http://<podIP:teller>:8080'),
    seenAs('B57', 'the pod itself through its pod address', 'teller', 'http://<podIP:teller>:8080'),
    seenAs('B57', 'another node through a cluster IP', 'node/0', 'http://<clusterIP:teller>'),
    seenAs('B57', 'another node through a node port there', 'node/0', 'http://<nodeIP:1>:30305'),
    seenAs('B57', "outside through a node port of the pod's node", 'outside', 'http://<nodeIP:1>:30305'),
    seenAs('B57', 'outside through a node port of another node', 'outside', 'http://<nodeIP:0>:30305'),
    seenAs('B57', 'outside through a node port with policy Local', 'outside', 'http://<nodeIP:1>:30304'),
    seenAs(
      'B57',
      'a pod of another node through a node port with policy Local',
      'client-cp',
      'http://<nodeIP:1>:30304',
    ),
    seenAs('B57', 'a pod of another node through a node port', 'client-cp', 'http://<nodeIP:1>:30305'),
    curl('B56', 'a pod that reaches itself through its Service', 'only-worker', 'http://<clusterIP:only-http>'),
    ...everywhere.map((place) => pinned('S14', `affinity, from ${place}`, place, 'http://<clusterIP:sticky>')),
    pinned('B53', 'affinity through a node port, from outside', 'outside', 'http://<nodeIP:0>:30307'),
    distinct('S51', 'one kept connection reaches one pod', 'client', ...fifteen('http://<clusterIP:kubia>')),
    ...from('B58', 'an external IP', ['client', 'client-cp', 'node/0', 'node/1'], 'http://203.0.113.30'),
    ...['client', 'client-cp'].map((place) =>
      curlMany('B52', `the same node is preferred, from ${place}`, place, 'http://<clusterIP:near>'),
    ),
    curl('B61', 'a Service of another proxy', 'client', 'http://<clusterIP:ignored>'),
    curl('S49', 'a pending load balancer at its cluster IP', 'client', 'http://<clusterIP:pending>'),
    curl('S49', 'a pending load balancer at its node port', 'outside', 'http://<nodeIP:0>:30308'),
    ...['client', 'node/1'].map((place) =>
      curl('S38', `manual Endpoints, from ${place}`, place, 'http://<clusterIP:beside>'),
    ),
    curl('S38', 'manual Endpoints, by name', 'client-cp', 'http://beside'),
    curl('S38', 'a manual EndpointSlice', 'client', 'http://<clusterIP:beside-slice>'),
    command(
      'S32',
      'ping of a cluster IP',
      'client',
      'ping',
      '-c',
      '2',
      '-i',
      '0.2',
      '-W',
      '1',
      '<clusterIP:only-http>',
    ),
    command('S32', "ping of a Service's name", 'client', 'ping', '-c', '2', '-i', '0.2', '-W', '1', 'only-http'),
    command('C7', 'ping of a name that is not there', 'client', 'ping', '-c', '1', '-W', '1', 'nope'),
    row(
      'C7',
      'ping of a pod',
      async (bench) =>
        (await bench.exec('client', ['ping', '-c', '2', '-i', '0.2', '-W', '1', '<podIP:only-worker>'])).status ?? null,
    ),
    row(
      'C7',
      'ping of a node',
      async (bench) =>
        (await bench.exec('client', ['ping', '-c', '2', '-i', '0.2', '-W', '1', '<nodeIP:0>'])).status ?? null,
    ),
    command('C6', "curl's words: refused", 'client', 'curl', '-sS', '-m', '3', 'http://<clusterIP:nobody>'),
    command(
      'C6',
      "curl's words: dropped",
      'client',
      'curl',
      '-sS',
      '--connect-timeout',
      '1',
      'http://<clusterIP:only-http>:81',
    ),
    command('C6', "curl's words: unresolvable", 'client', 'curl', '-sS', '-m', '3', 'http://nope'),
    command('C6', "curl's words: no URL", 'client', 'curl', '-sS', 'http://'),
    command('C6', "curl's words: unknown scheme", 'client', 'curl', '-sS', 'foo://x'),
    command('C6', "curl's words: not found, with -f", 'client', 'curl', '-sSfk', '-m', '3', 'https://10.96.0.1/nope'),
    command(
      'C6',
      "curl's words: TLS to a plain port",
      'client',
      'curl',
      '-sSk',
      '-m',
      '3',
      'https://<clusterIP:only-http>:80',
    ),
    command('C6', 'nc to an open port', 'client', 'nc', '-z', '-w', '2', '<clusterIP:only-http>', '80'),
    command('C6', 'nc to a port without endpoints', 'client', 'nc', '-z', '-w', '2', '<clusterIP:nobody>', '80'),
    command(
      'C12',
      'agnhost connect, refused',
      'client',
      '/agnhost',
      'connect',
      '--timeout=2s',
      '<clusterIP:nobody>:80',
    ),
    command(
      'C12',
      'agnhost connect, dropped',
      'client',
      '/agnhost',
      'connect',
      '--timeout=1s',
      '<clusterIP:only-http>:81',
    ),
    command('C12', 'agnhost connect', 'client', '/agnhost', 'connect', '--timeout=2s', '<clusterIP:only-http>:80'),
    command('C12', 'agnhost connect, by a wrong name', 'client', '/agnhost', 'connect', '--timeout=2s', 'nope:80'),
    ...[
      '/hostname',
      '/healthz',
      '/readyz',
      '/nope',
      '/echo?msg=hello',
      '/shell?cmd=hostname',
      '/header?key=host',
      '/',
    ].map((path) => curl('C12', `agnhost ${path}`, 'client', `http://teller${path}`)),
  ],
};
