import assert from 'node:assert/strict';
import { bodyText } from '../../../../../runner/cluster/status.ts';
import { manualClock } from '../../../../../runner/core/clock.ts';
import type { JsonObject } from '../../../../../runner/core/json.ts';
import { createDirectApi } from '../../../../../runner/simulator/api/http/direct.ts';
import { startApiServer } from '../../../../../runner/simulator/api/http/server.ts';
import type { Connection } from '../../../../../runner/simulator/index.ts';
import { wire } from '../../../../../runner/simulator/wiring.ts';
import type { Sent } from './arbitraries.ts';

export interface Heard {
  status: number;
  text: string;
}

const template = { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'main', image: 'luksa/kubia' }] } };
const selector = { matchLabels: { app: 'a' } };
const port = { port: 80, targetPort: 8080 };

/** Objects that are there from the start, each of the name a: what comes after has something to change. */
const first: Record<string, JsonObject> = {
  ConfigMap: { data: { k: 'v' } },
  Secret: { stringData: { k: 'v' } },
  Service: { spec: { selector: { app: 'a' }, ports: [port] } },
  Pod: { spec: template.spec },
  Deployment: { spec: { selector, template } },
  ReplicaSet: { spec: { selector, template } },
  StatefulSet: { spec: { selector, template, serviceName: 'a' } },
  DaemonSet: { spec: { selector, template } },
  ReplicationController: { spec: { selector: { app: 'a' }, template } },
  Job: { spec: { template: { spec: { ...template.spec, restartPolicy: 'Never' } } } },
  EndpointSlice: { addressType: 'IPv4', endpoints: [{ addresses: ['1.2.3.4'] }], ports: [{ port: 80 }] },
  Ingress: { spec: { defaultBackend: { service: { name: 'a', port: { number: 80 } } } } },
  NetworkPolicy: { spec: { podSelector: {} } },
  ServiceAccount: {},
  Lease: { spec: {} },
  ResourceQuota: { spec: { hard: { pods: '5' } } },
  LimitRange: { spec: { limits: [] } },
  Namespace: {},
};

/** A whole cluster to be asked anything. */
export const startSubject = async () => {
  const clock = manualClock(1_790_000_000_000);
  const { api, certificate, context, stop } = wire({ clock });
  const direct = createDirectApi(api);
  for (const [kind, rest] of Object.entries(first))
    context.create(kind, {
      ...rest,
      metadata: { name: 'a', ...(kind !== 'Namespace' && { namespace: 'default' }) },
    });
  await clock.advance(3_000);
  const ask = async ({ method, path, body, type, headers }: Sent): Promise<Heard> => {
    const given = { 'user-agent': 'fuzz/1', 'content-type': type, ...headers };
    const answer = await direct.send({ method, path, headers: given, ...(body !== undefined && { body }) });
    return { status: answer.status, text: bodyText(answer.body) };
  };
  /** The same cluster over the wire. */
  const serve = async (): Promise<{ connection: Connection; close(): Promise<void> }> => {
    const token = 'secret';
    const server = await startApiServer({ ...api, token, certificate });
    return { connection: { server: server.url, ca: certificate.certificate, token }, close: () => server.close() };
  };
  return { clock, direct, ask, serve, stop };
};

export type Subject = Awaited<ReturnType<typeof startSubject>>;

/** What a real server, too, answers with 500: an apply that does not fit its type, a version that is no number. */
const isKnownFault = (message: unknown): boolean =>
  /^failed to create typed patch object|^strconv\.ParseUint: parsing/.test(String(message));

/** Every answer is what was asked for or a Status that says what is wrong; a fault of the server itself is neither. */
export const checkAnswer = (sent: Sent, { status, text }: Heard): void => {
  const told = `${sent.method} ${sent.path} ${sent.body ?? ''} → ${status} ${text.slice(0, 600)}`;
  assert.ok(status >= 200 && status < 600, told);
  if (status < 400) return;
  // What a proxy brings back is its target's, and a target need not be there.
  if (/\/proxy([/?]|$)/.test(sent.path)) return;
  // A path of nobody is answered by the HTTP server itself, in plain text.
  if (status === 404 && text === '404 page not found\n') return;
  const answer = JSON.parse(text) as JsonObject;
  assert.equal(answer['kind'], 'Status', told);
  assert.equal(answer['code'], status, told);
  assert.ok(typeof answer['message'] === 'string' && answer['message'] !== '', told);
  if (status >= 500) assert.ok(status === 500 && isKnownFault(answer['message']), told);
};
