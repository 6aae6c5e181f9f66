import { isObject, type JsonObject, type JsonValue, valueAt } from '../../../runner/core/json.ts';
import { withoutNoise } from '../answers.ts';
import type { Bench } from '../bench.ts';
import { collections, kubia, object, pod, service, web } from '../manifests.ts';
import { unreadyLabel } from '../observe.ts';
import { type Row, row, type Topic } from '../row.ts';

/** The value as text with sorted keys. */
const textOf = (value: JsonValue): string => {
  if (Array.isArray(value)) return `[${value.map(textOf)}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const keys = Object.keys(value).toSorted();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${textOf(value[key] ?? null)}`)}}`;
};

const sorted = (list: readonly JsonValue[]): JsonValue[] => list.toSorted((a, b) => (textOf(a) < textOf(b) ? -1 : 1));

const itemsOf = async (bench: Bench, path: string): Promise<JsonObject[]> => {
  const { body } = await bench.ask({ method: 'GET', path });
  return (isObject(body) && Array.isArray(body['items']) ? body['items'] : []).filter(isObject);
};

const trigger = 'endpoints.kubernetes.io/last-change-trigger-time';

/** The annotation with the time of the last change depends on the order of two changes; another row asks for it. */
const withoutTrigger = (value: JsonValue): JsonValue => {
  if (Array.isArray(value)) return value.map(withoutTrigger);
  const annotations = valueAt(value, ['metadata', 'annotations']);
  if (!isObject(value) || !isObject(value['metadata']) || !isObject(annotations)) return value;
  const { [trigger]: _, ...rest } = annotations;
  const { annotations: __, ...metadata } = value['metadata'];
  return { ...value, metadata: { ...metadata, ...(Object.keys(rest).length > 0 && { annotations: rest }) } };
};

/** Replaces addresses by symbols before it sorts them, because addresses differ from cluster to cluster. */
const ordered = (bench: Bench, value: JsonValue): JsonValue => {
  const hidden = bench.symbols.hide(withoutNoise(withoutTrigger(value)));
  const order = (each: JsonValue): JsonValue => {
    if (Array.isArray(each)) return sorted(each.map(order));
    if (isObject(each))
      return Object.fromEntries(Object.entries(each).map(([key, inner]) => [key, order(inner ?? null)]));
    return each;
  };
  return order(hidden);
};

/** The slices of a Service without their random names. */
const slicesOf = (id: string, name: string): Row =>
  row(id, `slices of ${name}`, async (bench) => {
    const query = `labelSelector=kubernetes.io%2Fservice-name%3D${name}`;
    const items = await itemsOf(bench, `${collections['EndpointSlice']}?${query}`);
    return ordered(
      bench,
      // Another row asks whether items of a list have their kind.
      items.map(({ apiVersion: _, kind: __, ...item }) => ({
        ...item,
        metadata: {
          ...(isObject(item['metadata']) ? item['metadata'] : {}),
          name: String(isObject(item['metadata']) ? item['metadata']['name'] : '').replace(
            /-[a-z0-9]{5}$/,
            '-<random>',
          ),
          generation: null,
        },
      })),
    );
  });

const endpointsOf = (id: string, name: string): Row =>
  row(id, `Endpoints of ${name}`, async (bench) => {
    const { status, warnings, body } = await bench.ask({ method: 'GET', path: `${collections['Endpoints']}/${name}` });
    return { status, warnings, object: ordered(bench, body) };
  });

const both = (id: string, name: string): Row[] => [endpointsOf(id, name), slicesOf(id, name)];

const port = (name: string, containerPort: number) => ({ ports: [{ name, containerPort }] });

/** Endpoints and EndpointSlices as the controllers write them. */
export const endpointObjects: Topic = {
  name: 'endpoint-objects',
  title: 'Endpoints and EndpointSlices',
  setup: () => [
    web('kubia', 'kubia'),
    object(
      'Service',
      { name: 'labelled', labels: { app: 'x', tier: 'front' }, annotations: { note: 'kept' } },
      {
        spec: {
          selector: { app: 'other' },
          ports: [
            { name: 'a', port: 80, targetPort: 8080 },
            { name: 'b', port: 81, protocol: 'UDP' },
          ],
        },
      },
    ),
    service('by-name', { selector: { group: 'mixed' }, ports: [{ port: 80, targetPort: 'http' }] }),
    service('some-by-name', {
      selector: { app: 'kubia' },
      ports: [
        { name: 'a', port: 80, targetPort: 'http' },
        { name: 'b', port: 81, targetPort: 8080 },
      ],
    }),
    service('wrong-name', { selector: { app: 'kubia' }, ports: [{ port: 80, targetPort: 'nope' }] }),
    service('headless', { clusterIP: 'None', selector: { app: 'kubia' }, ports: [{ port: 80, targetPort: 8080 }] }),
    service('headless-members', {
      clusterIP: 'None',
      selector: { app: 'member' },
      ports: [{ name: 'http', port: 80 }],
    }),
    service('portless', { clusterIP: 'None', selector: { app: 'kubia' } }),
    web('nobody', 'nobody'),
    web('unready', 'unready'),
    web('published', 'unready', { publishNotReadyAddresses: true }),
    web('shared', 'shared'),
    web('near', 'kubia', { trafficDistribution: 'PreferSameNode' }),
    web('app-protocol', 'other', { ports: [{ port: 80, appProtocol: 'http' }] }),
    service('unselected', { ports: [{ port: 80 }] }),
    service('elsewhere', { type: 'ExternalName', externalName: 'example.com', selector: { app: 'kubia' } }),
    service('manual', { ports: [{ port: 80 }] }),
    object(
      'Endpoints',
      { name: 'manual', labels: { a: 'b' }, annotations: { note: 'kept' } },
      {
        subsets: [
          {
            addresses: [{ ip: '11.11.11.11' }, { ip: '22.22.22.22', hostname: 'second' }],
            notReadyAddresses: [{ ip: '33.33.33.33' }],
            ports: [{ port: 80 }],
          },
        ],
      },
    ),
    service('manual-two', {
      ports: [
        { name: 'a', port: 80 },
        { name: 'b', port: 81 },
      ],
    }),
    object('Endpoints', 'manual-two', {
      subsets: [
        { addresses: [{ ip: '11.11.11.11' }], ports: [{ name: 'a', port: 8080 }] },
        { addresses: [{ ip: '22.22.22.22' }], ports: [{ name: 'b', port: 8081 }] },
      ],
    }),
    service('unmirrored', { ports: [{ port: 80 }] }),
    object(
      'Endpoints',
      { name: 'unmirrored', labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
      { subsets: [{ addresses: [{ ip: '11.11.11.11' }], ports: [{ port: 80 }] }] },
    ),
    object('Endpoints', 'orphan', { subsets: [{ addresses: [{ ip: '11.11.11.11' }], ports: [{ port: 80 }] }] }),
    service('sliced', { ports: [{ port: 80 }] }),
    object(
      'EndpointSlice',
      { name: 'sliced-1', labels: { 'kubernetes.io/service-name': 'sliced' } },
      { addressType: 'IPv4', ports: [{ port: 80 }], endpoints: [{ addresses: ['11.11.11.11'] }] },
    ),
    // After the Services: annotations of the controller depend on the order.
    kubia('kubia-a', 'kubia', { on: 'worker', container: port('http', 8080) }),
    kubia('kubia-b', 'kubia', { on: 'control-plane', container: port('web', 8080) }),
    kubia('other', 'other', { on: 'worker', container: port('http', 9090) }),
    kubia('named', 'named', { on: 'worker', container: port('http', 8080), labels: { group: 'mixed' } }),
    kubia('renamed', 'renamed', { on: 'worker', container: port('http', 9090), labels: { group: 'mixed' } }),
    kubia('member', 'member', { on: 'worker', spec: { hostname: 'first', subdomain: 'headless-members' } }),
    kubia('unready', 'unready', {
      on: 'worker',
      labels: { [unreadyLabel]: 'yes' },
      container: { readinessProbe: { exec: { command: ['false'] } } },
    }),
    kubia('nowhere', 'unready', { labels: { [unreadyLabel]: 'no-address' }, spec: { nodeSelector: { nope: 'nope' } } }),
    pod('shared', 'luksa/kubia', {
      labels: { app: 'shared' },
      on: 'worker',
      spec: { hostNetwork: true },
      container: { command: ['sleep', '100000'] },
    }),
  ],
  rows: [
    ...both('B2', 'kubia'),
    ...both('B3', 'labelled'),
    ...both('B11', 'by-name'),
    ...both('B11', 'some-by-name'),
    ...both('B11', 'wrong-name'),
    ...both('B3', 'headless'),
    ...both('B2', 'headless-members'),
    ...both('B5', 'portless'),
    ...both('B9', 'nobody'),
    ...both('B2', 'unready'),
    ...both('B16', 'published'),
    ...both('B73', 'shared'),
    ...both('B52', 'near'),
    ...both('B23', 'app-protocol'),
    ...both('S37', 'unselected'),
    ...both('S40', 'elsewhere'),
    ...both('S38', 'manual'),
    ...both('S38', 'manual-two'),
    ...both('B10', 'unmirrored'),
    ...both('B10', 'orphan'),
    ...both('B9', 'sliced'),
    row('B3', 'the time of the last change', async (bench) => {
      const { body } = await bench.ask({ method: 'GET', path: `${collections['Endpoints']}/kubia` });
      const slices = await itemsOf(
        bench,
        `${collections['EndpointSlice']}?labelSelector=kubernetes.io%2Fservice-name%3Dkubia`,
      );
      return [body, ...slices].map((each) => typeof valueAt(each, ['metadata', 'annotations', trigger]));
    }),
    row('B63', 'Endpoints of the Service kubernetes', async (bench) => {
      const { status, body } = await bench.ask({
        method: 'GET',
        path: '/api/v1/namespaces/default/endpoints/kubernetes',
      });
      return { status, object: ordered(bench, body) };
    }),
    row('B63', 'the slice of the Service kubernetes', async (bench) => {
      const { status, body } = await bench.ask({
        method: 'GET',
        path: '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices/kubernetes',
      });
      return { status, object: ordered(bench, body) };
    }),
    row('B63', 'the Service kubernetes', async (bench) => {
      const { body } = await bench.ask({ method: 'GET', path: '/api/v1/namespaces/default/services/kubernetes' });
      return withoutNoise(body);
    }),
  ],
};
