import { Agent } from 'undici';
import type { Cluster, ExecResult, Vantage } from '../../runner/cluster/cluster.ts';
import { addressOf, type Connection, headersOf, tlsOptionsOf } from '../../runner/cluster/connection.ts';
import { readKubeconfig } from '../../runner/cluster/kubeconfig-file.ts';
import { type Clock, systemClock } from '../../runner/core/clock.ts';
import type { JsonValue } from '../../runner/core/json.ts';
import { createSymbols, type Symbols } from './symbols.ts';

export interface Ask {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';
  /** `NAMESPACE` in the path is replaced by the topic's namespace. */
  path: string;
  /** A text is sent unchanged. */
  body?: JsonValue;
  contentType?: string;
  accept?: string;
}

export interface Reply {
  status: number;
  warnings: string[];
  /** The value of a JSON body, else its text. */
  body: JsonValue;
}

/** The parts that a row uses: a cluster, the topic's namespace, and symbols for their values. */
export interface Bench {
  readonly cluster: Cluster;
  readonly namespace: string;
  symbols: Symbols;
  /** Sends one HTTP request to the API server. */
  ask(request: Ask): Promise<Reply>;
  /** Runs a command; symbols such as `<clusterIP:kubia>` in its words are replaced by their values. */
  exec(from: string, command: readonly string[], stdin?: string): Promise<ExecResult>;
  /** The clock of the cluster. */
  readonly clock: Clock;
  close(): Promise<void>;
}

/** `pod`, `node/0` (the control plane), `outside`. */
const vantageOf = async (cluster: Cluster, namespace: string, from: string): Promise<Vantage> => {
  if (from === 'outside') return { place: 'outside' };
  const [, index] = /^node\/(\d+)$/.exec(from) ?? [];
  if (index === undefined) return { place: 'pod', namespace, pod: from };
  const node = (await cluster.nodes())[Number(index)];
  if (!node) throw new Error(`There is no ${from}.`);
  return { place: 'node', node: node.name };
};

const readBody = (text: string): JsonValue => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const textOf = (body: JsonValue): string => (typeof body === 'string' ? body : JSON.stringify(body));

/** Header values of the form `299 - "text"`. */
const warningsOf = (header: string | string[] | undefined): string[] =>
  [header ?? []]
    .flat()
    .flatMap((each) =>
      [...each.matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => text.replaceAll(/\\(.)/g, '$1')),
    );

const connectionOf = (cluster: Cluster): Connection => {
  const { connection, diagnostics } = readKubeconfig(cluster.kubeconfig());
  if (!connection) throw new Error(`The kubeconfig cannot be read: ${JSON.stringify(diagnostics)}`);
  return connection;
};

export const createBench = (cluster: Cluster, namespace: string): Bench => {
  const connection = connectionOf(cluster);
  const { origin, prefix } = addressOf(connection);
  const agent = new Agent({ allowH2: false, connect: tlsOptionsOf(connection) });
  const bench: Bench = {
    cluster,
    namespace,
    symbols: createSymbols([]),
    ask: async ({ method, path, body, contentType, accept }) => {
      const answer = await agent.request({
        origin,
        path: prefix + bench.symbols.fill(path.replaceAll('NAMESPACE', namespace)),
        method,
        // The time of a simulated cluster leaps only while no connection is open.
        reset: cluster.clock !== undefined,
        headers: {
          ...headersOf(connection),
          accept: accept ?? 'application/json',
          ...(body !== undefined && { 'content-type': contentType ?? 'application/json' }),
        },
        body: body === undefined ? null : textOf(body),
      });
      const text = await answer.body.text();
      return { status: answer.statusCode, warnings: warningsOf(answer.headers['warning']), body: readBody(text) };
    },
    exec: async (from, command, stdin) =>
      cluster.exec(await vantageOf(cluster, namespace, from), {
        command: command.map((word) => bench.symbols.fill(word)),
        ...(stdin !== undefined && { stdin: bench.symbols.fill(stdin) }),
      }),
    clock: cluster.clock ?? systemClock,
    close: () => agent.destroy(),
  };
  return bench;
};
