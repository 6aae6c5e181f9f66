import { manualClock } from '../../../runner/core/clock.ts';
import type { JsonObject, JsonValue } from '../../../runner/core/json.ts';
import { seededRandom } from '../../../runner/core/random.ts';
import { createTokenIssuer } from '../../../runner/simulator/api/access/tokens.ts';
import { createDeletion, type Deleted, type DeleteOptions } from '../../../runner/simulator/api/deletion.ts';
import type { ApiKind } from '../../../runner/simulator/api/kinds/api-kind.ts';
import { kindOf } from '../../../runner/simulator/api/kinds/index.ts';
import type { WriteOptions } from '../../../runner/simulator/api/read-object.ts';
import { createRegistry } from '../../../runner/simulator/api/registry.ts';
import { Store } from '../../../runner/simulator/api/store.ts';
import { bootstrap, planNodes } from '../../../runner/simulator/controllers/bootstrap.ts';
import { type Context, createContext } from '../../../runner/simulator/controllers/context.ts';
import { type Controller, ControllerManager } from '../../../runner/simulator/controllers/controller.ts';
import { standardControllers } from '../../../runner/simulator/controllers/index.ts';
import type { Unstructured } from '../../../runner/simulator/objects/metadata.ts';

export const apiKind = (name: string): ApiKind => {
  const found = kindOf(name);
  if (!found) throw new Error(`${name} is not served`);
  return found;
};

/** The row that `kubectl get` prints of an object that was created five seconds ago. */
export const rowOf = (kind: string, fields: object): unknown[] => {
  const metadata = { name: 'x', uid: '', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' };
  const object = { apiVersion: 'v1', kind, metadata, ...fields };
  return apiKind(kind).printer?.cells(object, Date.parse('2026-01-01T00:00:05Z')) ?? [];
};

/** Lets all work that is due run. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The API without HTTP and without controllers, with the namespace `default`. */
export const makeApi = ({ empty = false } = {}) => {
  const clock = manualClock(1_790_000_000_000);
  const random = seededRandom(7);
  const store = new Store();
  const registry = createRegistry({ store, clock, random, serviceCidr: '10.96.0.0/16' });
  const context = createContext({ store, registry, clock, random });
  if (!empty) context.create('Namespace', { metadata: { name: 'default' } });
  const create = (kind: string, object: JsonObject, options: WriteOptions = { manager: 'test' }): Unstructured =>
    registry.create(apiKind(kind), 'default', object, options).object;
  const update = (kind: string, name: string, change: (current: Unstructured) => JsonObject): Unstructured =>
    registry.update({ kind: apiKind(kind), namespace: 'default', name }, change, { manager: 'test' }).object;
  const deletion = createDeletion(store, registry, clock);
  const remove = (kind: string, name: string, options?: DeleteOptions, namespace = 'default'): Deleted =>
    deletion({ kind: apiKind(kind), namespace, name }, options);
  return {
    clock,
    random,
    store,
    registry,
    context,
    create,
    update,
    deletion,
    remove,
    tokens: createTokenIssuer(store, clock, random),
  };
};

/** A pod's minimal manifest. */
export const podOf = (name: string, labels: Record<string, string> = {}, spec: JsonObject = {}): JsonObject => ({
  metadata: { name, labels },
  spec: {
    containers: [{ name: 'main', image: 'luksa/kubia', ports: [{ containerPort: 8080, name: 'http' }] }],
    ...spec,
  },
});

export const serviceOf = (name: string, spec: JsonObject = {}): JsonObject => ({
  metadata: { name },
  spec: { selector: { app: name }, ports: [{ port: 80, targetPort: 8080 }], ...spec },
});

/** A pod's status as a kubelet would report it. */
export const report = (
  context: Context,
  name: string,
  { ip, ready, ...more }: { ip: string; ready: boolean; [key: string]: JsonValue },
): void => {
  const pod = context.store.get('Pod', 'default', name);
  if (!pod) throw new Error(`no pod ${name}`);
  context.setStatus(pod, {
    ...pod.status,
    phase: 'Running',
    podIP: ip,
    podIPs: [{ ip }],
    conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: context.now() }],
    ...more,
  });
};

/** Pods that do not tolerate it stay away from the control plane, as kubeadm has it by default. */
export const taintControlPlane = (store: Store): void => {
  const node = store.get('Node', undefined, 'test-control-plane');
  if (!node) throw new Error('no control plane');
  const taints = [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }];
  store.put({ ...node, spec: { ...node.spec, taints } });
};

/** A cluster with nodes and the controllers given (default: all but the kubelet). */
export const makeCluster = (pick?: (context: Context) => Controller[], workers = 2) => {
  const api = makeApi({ empty: true });
  const { context, store, clock } = api;
  const running = new ControllerManager(store, clock, pick ? pick(context) : standardControllers(context, 'PEM'));
  const nodes = planNodes('test', workers);
  bootstrap(context, { nodes, serviceCidr: '10.96.0.0/16' });
  return { ...api, running };
};
