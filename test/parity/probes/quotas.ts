import type { KubernetesObject } from '../../../runner/cluster/cluster.ts';
import { type JsonObject, type JsonValue, valueAt } from '../../../runner/core/json.ts';
import { briefOf, defaulted, judged } from '../answers.ts';
import { asking, container, idle, inSpace, limited, quota, usedIn, web } from '../limited.ts';
import { object } from '../manifests.ts';
import { type Row, row, type Topic } from '../row.ts';

const config = (name: string): KubernetesObject => object('ConfigMap', name, { data: {} });
const labels = { app: 'idle' };
const workload = (spec: JsonObject = {}): JsonObject => ({
  selector: { matchLabels: labels },
  template: { metadata: { labels }, spec: { nodeSelector: { nope: 'nope' }, containers: [container('main')] } },
  ...spec,
});

const judgedQuota = (title: string, hard: JsonObject, more: JsonObject = {}): Row =>
  judged('Q1', title, quota(hard, more));
const quantities: readonly JsonValue[] = [
  ...['1000m', '1500m', '0.5', '.5', '5.', '+1', '1', '100', '1000', '12345', '1e3', '1E3', '1.5e3', '1e-3', '0', '-0'],
  ...['1024Mi', '1.5Gi', '1025Mi', '1024', '1000Ki', '0.5Ki', '1.5Ki', '500Mi', '0Gi', '2Ei'],
  ...['1k', '1500k', '100M', '1G', '1000G', '12E', '1n', '1u', '1500u', '0.1n', '0.0001', '1.23456789012'],
  1,
  1.5,
  1000,
];

const byQuota = [
  limited('Q3', 'services', [quota({ services: '2' })], web('a'), web('b'), web('c')),
  limited('Q3', 'count/services', [quota({ 'count/services': '1' })], web('a'), web('b')),
  limited(
    'Q3',
    'node ports',
    [quota({ 'services.nodeports': '2' })],
    web('plain'),
    web('one', { type: 'NodePort' }),
    web('two', {
      type: 'NodePort',
      ports: [
        { name: 'a', port: 80 },
        { name: 'b', port: 81 },
      ],
    }),
    web('bare', { type: 'LoadBalancer', loadBalancerClass: 'example.com/none', allocateLoadBalancerNodePorts: false }),
    web('balanced', { type: 'LoadBalancer', loadBalancerClass: 'example.com/none' }),
    web('late', { type: 'NodePort' }),
  ),
  limited(
    'Q3',
    'load balancers',
    [quota({ 'services.loadbalancers': '0', 'services.nodeports': '0' })],
    web('balanced', { type: 'LoadBalancer', loadBalancerClass: 'example.com/none' }),
    web('plain'),
    web('node', { type: 'NodePort' }),
  ),
  limited('Q3', 'pods', [quota({ pods: '1', 'count/pods': '5' })], idle('a'), idle('b')),
  limited('Q3', 'pods without what is counted', [quota({ 'requests.cpu': '1', 'limits.memory': '1Gi' })], idle('a')),
  limited(
    'Q3',
    'several containers without what is counted',
    [quota({ cpu: '1', memory: '1Gi', 'requests.ephemeral-storage': '1Gi' })],
    idle('a', [container('one'), container('two', { cpu: '100m' })], { initContainers: [container('init')] }),
  ),
  limited(
    'Q3',
    'requests and limits',
    [quota({ 'requests.cpu': '1', 'requests.memory': '1Gi', 'limits.cpu': '2' })],
    asking('a', { cpu: '500m', memory: '512Mi' }, { cpu: '1' }),
    asking('b', { cpu: '600m', memory: '100Mi' }, { cpu: '0.6' }),
    asking('c', { cpu: '600m', memory: '1.5Gi' }, { cpu: '3' }),
    asking('d', { cpu: '0.25', memory: '524288k' }, { cpu: '1000m' }),
    asking('e', { cpu: '0.25', memory: '100M' }, { cpu: '1000m' }),
  ),
  limited(
    'Q3',
    'limits stand for requests',
    [quota({ 'requests.cpu': '1', cpu: '2' })],
    asking('a', undefined, { cpu: '700m' }),
    asking('b', undefined, { cpu: '700m' }),
  ),
  limited(
    'Q3',
    'init containers and overhead',
    [quota({ 'requests.cpu': '10' })],
    idle('a', [container('one', { cpu: '1' }), container('two', { cpu: '1' })], {
      initContainers: [container('init', { cpu: '3' })],
    }),
    idle('b', [container('one', { cpu: '1' })], {
      initContainers: [
        { ...container('side', { cpu: '2' }), restartPolicy: 'Always' },
        container('init', { cpu: '2500m' }),
      ],
    }),
    asking('c', { cpu: '3' }),
  ),
  limited(
    'Q3',
    'extended resources',
    [quota({ 'requests.example.com/gpu': '1' })],
    asking('a', undefined, { 'example.com/gpu': '2' }),
  ),
  limited(
    'Q3',
    'ConfigMaps and Secrets',
    [quota({ configmaps: '2', secrets: '0' })],
    config('a'),
    config('b'),
    object('Secret', 's'),
  ),
  limited(
    'Q3',
    'counts of other kinds',
    [
      quota({
        'count/configmaps': '3',
        'count/deployments.apps': '0',
        'count/ingresses.networking.k8s.io': '0',
        'count/serviceaccounts': '2',
        'count/jobs.batch': '1',
        'count/events': '1',
        'count/deployment.apps': '1',
        persistentvolumeclaims: '1',
        'requests.storage': '1Gi',
        replicationcontrollers: '0',
      }),
    ],
    config('a'),
    object('Deployment', 'd', { spec: workload({ replicas: 0 }) }),
    object('Ingress', 'i', { spec: { defaultBackend: { service: { name: 'a', port: { number: 80 } } } } }),
    object('ServiceAccount', 'one'),
    object('ServiceAccount', 'two'),
    object('ReplicationController', 'rc', {
      spec: { replicas: 0, selector: labels, template: workload()['template'] ?? {} },
    }),
  ),
  limited('Q3', 'quotas', [quota({ resourcequotas: '1' })], quota({ pods: '1' }, {}, 'other')),
  limited(
    'Q3',
    'two quotas',
    [quota({ services: '5' }, {}, 'wide'), quota({ services: '1', pods: '1' }, {}, 'narrow')],
    web('a'),
    web('b'),
  ),
  limited('Q3', 'an invalid Service beyond the quota', [quota({ services: '0' })], web('A', { ports: [{ port: 0 }] })),
  limited('Q3', 'a Service that is there already', [quota({ services: '1' })], web('a'), web('a')),
  limited(
    'Q3',
    'scope BestEffort',
    [quota({ pods: '1' }, { scopes: ['BestEffort'] })],
    idle('a'),
    asking('b', { cpu: '1m' }),
    idle('c'),
    web('a'),
  ),
  limited(
    'Q3',
    'scope NotBestEffort',
    [quota({ pods: '1', cpu: '1' }, { scopes: ['NotBestEffort'] })],
    idle('a'),
    asking('b', { cpu: '1m' }),
    asking('c', { memory: '1M' }),
    asking('d', { cpu: '1m' }),
  ),
  limited(
    'Q3',
    'scope Terminating',
    [quota({ pods: '1' }, { scopes: ['Terminating'] }), quota({ pods: '2' }, { scopes: ['NotTerminating'] }, 'not')],
    idle('a'),
    idle('b', undefined, { activeDeadlineSeconds: 600 }),
    idle('c', undefined, { activeDeadlineSeconds: 600 }),
    idle('d'),
    idle('e'),
  ),
  limited(
    'Q3',
    'scope PriorityClass',
    [
      quota(
        { pods: '0' },
        {
          scopeSelector: {
            matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['system-node-critical'] }],
          },
        },
      ),
    ],
    idle('a'),
  ),
  inSpace('Q3', 'what is deleted is free again', [quota({ services: '1', pods: '1' })], async (space) => {
    const before = [await space.create(web('a')), await space.create(idle('p')), await space.create(web('b'))];
    const full = await usedIn(space);
    await space.ask('DELETE', 'Service', { name: 'a' });
    await space.ask('DELETE', 'Pod', { name: 'p', query: '?gracePeriodSeconds=0' });
    const isFree = (value: JsonValue): boolean => JSON.stringify(value) === '{"quota":{"pods":"0","services":"0"}}';
    const free = await space.until(() => usedIn(space), isFree);
    return { before: before.map(briefOf), full, free, again: briefOf(await space.create(web('b'))) };
  }),
  inSpace('Q3', 'a dry run counts nothing', [quota({ services: '1' })], async (space) => {
    const dry = briefOf(await space.create(web('a'), '&dryRun=All'));
    const used = await usedIn(space);
    await space.create(web('b'));
    return { dry, used, full: briefOf(await space.create(web('c'), '&dryRun=All')) };
  }),
  inSpace('Q3', 'a Service that becomes NodePort', [quota({ 'services.nodeports': '1' })], async (space) => {
    const patch = async (name: string, spec: JsonObject): Promise<JsonValue> =>
      briefOf(await space.ask('PATCH', 'Service', { name, body: { spec } }));
    for (const name of ['a', 'b']) await space.create(web(name));
    const answers = [
      await patch('a', { type: 'NodePort' }),
      await patch('b', { type: 'NodePort' }),
      await patch('b', { type: 'LoadBalancer', loadBalancerClass: 'example.com/none' }),
      await patch('a', { sessionAffinity: 'ClientIP' }),
    ];
    return { answers, used: await usedIn(space) };
  }),
  inSpace('Q3', 'a pod that has ended', [quota({ pods: '5', 'count/pods': '5' })], async (space) => {
    const command = ['true'];
    await space.create(
      object('Pod', 'done', { spec: { restartPolicy: 'Never', containers: [{ ...container('main'), command }] } }),
    );
    return space.until(
      () => usedIn(space),
      (used) => valueAt(used, ['quota', 'pods']) === '0',
    );
  }),
  inSpace('Q3', 'a raised limit', [quota({ services: '0' })], async (space) => {
    const before = briefOf(await space.create(web('a')));
    await space.ask('PATCH', 'ResourceQuota', {
      name: 'quota',
      body: { spec: { hard: { services: '1', pods: '3' } } },
    });
    const status = async (): Promise<JsonValue> =>
      valueAt((await space.ask('GET', 'ResourceQuota', { name: 'quota' })).body, ['status']) ?? null;
    await space.until(status, (value) => valueAt(value, ['hard', 'services']) === '1');
    return { before, after: briefOf(await space.create(web('a'))), status: await status() };
  }),
  inSpace('Q3', 'a Deployment that is larger than its quota', [quota({ pods: '1' })], async (space) => {
    await space.create(object('Deployment', 'web', { spec: workload({ replicas: 3 }) }));
    const sets = async (): Promise<JsonValue> =>
      valueAt((await space.ask('GET', 'ReplicaSet')).body, ['items', 0, 'status']) ?? null;
    const deployment = async (): Promise<JsonValue> =>
      valueAt((await space.ask('GET', 'Deployment', { name: 'web' })).body, ['status']) ?? null;
    const hasFailed = (value: JsonValue): boolean =>
      valueAt(value, ['replicas']) === 1 && JSON.stringify(value).includes('ReplicaFailure');
    const [set, status] = [await space.until(sets, hasFailed), await space.until(deployment, hasFailed)];
    const events = valueAt((await space.ask('GET', 'Event', { query: '?fieldSelector=reason%3DFailedCreate' })).body, [
      'items',
      0,
    ]);
    const sorted = (conditions: JsonValue | undefined): JsonValue =>
      Array.isArray(conditions)
        ? conditions
            .map((each) => ({
              type: valueAt(each, ['type']) ?? null,
              status: valueAt(each, ['status']) ?? null,
              reason: valueAt(each, ['reason']) ?? null,
              message: valueAt(each, ['message']) ?? null,
            }))
            .toSorted((a, b) => (String(a.type) < String(b.type) ? -1 : 1))
        : null;
    return {
      set: { replicas: valueAt(set, ['replicas']) ?? null, conditions: sorted(valueAt(set, ['conditions'])) },
      deployment: {
        replicas: valueAt(status, ['replicas']) ?? null,
        unavailable: valueAt(status, ['unavailableReplicas']) ?? null,
        conditions: sorted(valueAt(status, ['conditions'])),
      },
      event: {
        type: valueAt(events, ['type']) ?? null,
        message: valueAt(events, ['message']) ?? null,
        component: valueAt(events, ['source', 'component']) ?? null,
      },
    };
  }),
  inSpace(
    'Q3',
    'the table of quotas',
    [
      quota({ services: '2', pods: '1', 'limits.cpu': '1500m', 'requests.memory': '1024Mi' }),
      quota({ pods: '3' }, {}, 'more'),
    ],
    async ({ bench, ask }) => {
      await ask('POST', 'Service', { body: web('a') });
      const path = (await ask('GET', 'ResourceQuota', { name: 'quota' })).body;
      const { body } = await bench.ask({
        method: 'GET',
        path: `/api/v1/namespaces/${String(valueAt(path, ['metadata', 'namespace']))}/resourcequotas`,
        accept: 'application/json;as=Table;v=v1;g=meta.k8s.io',
      });
      const rows = valueAt(body, ['rows']);
      return Array.isArray(rows)
        ? rows.map((each) => (valueAt(each, ['cells']) as JsonValue[]).filter((cell) => !/^\d+s$/.test(String(cell))))
        : null;
    },
  ),
];

/** Limits of a namespace, and the counting of its objects. */
export const quotas: Topic = {
  name: 'quotas',
  title: 'quotas of a namespace',
  setup: () => [],
  rows: [
    row('Q1', 'forms of quantities', async (bench) => {
      const forms: [string, JsonValue][] = [];
      for (const value of quantities) {
        const { status, body } = await bench.ask({
          method: 'POST',
          path: '/api/v1/namespaces/NAMESPACE/resourcequotas?dryRun=All',
          body: quota({ cpu: value }),
        });
        forms.push([JSON.stringify(value), status === 201 ? (valueAt(body, ['spec', 'hard', 'cpu']) ?? null) : status]);
      }
      return Object.fromEntries(forms);
    }),
    defaulted('Q1', 'a quota', quota({ services: '5', 'requests.cpu': '1000m', memory: '1024Mi' })),
    judgedQuota('a quantity that is none', { cpu: 'abc' }),
    judgedQuota('a quantity with a blank', { cpu: '1 Gi' }),
    judgedQuota('a negative limit', { cpu: '-1' }),
    judgedQuota('half a pod', { pods: '1.5' }),
    judgedQuota('half a Service', { services: '500m' }),
    judgedQuota('an unknown resource', { foo: '1' }),
    judgedQuota('an unknown resource with a domain', { 'example.com/foo': '1' }),
    judgedQuota('requests of an unknown resource with a domain', { 'requests.example.com/foo': '1' }),
    judgedQuota('a name that is none', { 'A b': '1' }),
    judgedQuota('count of an unknown kind', { 'count/nope': '1' }),
    judgedQuota('count without a kind', { 'count/': '1' }),
    judgedQuota('an unknown scope', { pods: '1' }, { scopes: ['Foo'] }),
    judgedQuota('two scopes against each other', { pods: '1' }, { scopes: ['BestEffort', 'NotBestEffort'] }),
    judgedQuota('a scope that counts no such resource', { services: '1' }, { scopes: ['BestEffort'] }),
    judgedQuota('scope BestEffort for requests', { cpu: '1' }, { scopes: ['BestEffort'] }),
    judged('Q1', 'a quota without spec', object('ResourceQuota', 'quota')),
    ...byQuota,
  ],
};
