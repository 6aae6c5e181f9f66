import { hasTag } from '../../core/image-name.ts';
import { isObject } from '../../core/json.ts';
import { fillPlaceholders } from '../../core/placeholder.ts';
import {
  type DescribedAnswer,
  type DescribedImage,
  type DescribedPort,
  scenarioAnnotation,
} from '../../core/simulated-image.ts';
import type { ClusterState } from '../objects/cluster-state.ts';
import type { SimulatedImage } from '../objects/images.ts';
import type { HttpRequest, HttpResponse, Listener, Peer } from '../objects/sockets.ts';
import { alpineTools, busyboxTools, debianTools } from '../shell/toolsets.ts';
import { parametersOf, pathOf, plain } from './http.ts';
import { defineImage, type ImageParts, type Process, type Program } from './image.ts';

const shells = {
  debian: { tools: debianTools, libc: 'glibc' },
  alpine: { tools: alpineTools, libc: 'musl' },
  busybox: { tools: busyboxTools, libc: 'glibc' },
  none: { tools: [], libc: 'glibc' },
} as const;

/** A name of a program that nobody can type. */
const unnamed = '\0described';

/** Makes an image of its description. */
export const describeImage =
  (described: DescribedImage) =>
  (parts: ImageParts): SimulatedImage => {
    const entrypoint = described.entrypoint.length > 0 ? described.entrypoint : [unnamed];
    const image = defineImage({
      names: [described.image],
      summary: 'Described by the user.',
      ...shells[described.shell],
      entrypoint,
      programs: { [entrypoint[0] ?? unnamed]: programOf(described) },
      env: described.env,
      files: described.files,
    })(parts);
    const { scenario } = described;
    return scenario === undefined
      ? image
      : { ...image, isKnownIn: (namespace) => scenarioOf(parts.clusterState, namespace) === scenario };
  };

/** The scenario whose namespace it is. */
const scenarioOf = (clusterState: ClusterState, namespace: string): unknown => {
  const annotations = clusterState.get('Namespace', undefined, namespace)?.metadata['annotations'];
  return isObject(annotations) ? annotations[scenarioAnnotation] : undefined;
};

/** The nearest description first: the scenario's before the project's, one tag's before a whole repository's. */
export const nearestFirst = (described: readonly DescribedImage[]): DescribedImage[] =>
  described.toSorted(
    (a, b) =>
      Number(a.scenario === undefined) - Number(b.scenario === undefined) ||
      Number(!hasTag(a.image)) - Number(!hasTag(b.image)),
  );

const programOf =
  ({ ports, readyAfter, exit: ending, log }: DescribedImage): Program =>
  (self) => {
    const { clock } = self.clusterState;
    const over = new AbortController();
    /** Does it when it is time, unless the process has ended by then. */
    const after = (milliseconds: number, act: () => void): void => {
      if (milliseconds === 0) act();
      else clock.sleep(milliseconds, over.signal).then(act, () => undefined);
    };
    const end = (code: number): void => {
      over.abort();
      self.exit(code);
    };
    for (const line of log) self.log(fill(line, self, {}));
    after(readyAfter, () => self.listeners.push(...ports.map((port) => listenerOf(port, self))));
    if (ending) after(ending.after, () => end(ending.code));
    return () => end(0);
  };

const listenerOf = (described: DescribedPort, self: Process): Listener => {
  const { port, protocol, address, answers, reply, delay } = described;
  const base = { port, address };
  if (protocol === 'http')
    return { ...base, protocol: 'TCP', http: (request, peer) => serve(request, peer, { port, answers }, self) };
  return {
    ...base,
    protocol: protocol === 'udp' ? 'UDP' : 'TCP',
    text: async (input, peer) => {
      await pause(delay, self);
      const values = { input, client: peer.ip, port: String(port) };
      return (reply === undefined ? input : fill(reply, self, values)) || undefined;
    },
  };
};

const pause = async (milliseconds: number, { clusterState }: Process): Promise<void> => {
  if (milliseconds > 0) await clusterState.clock.sleep(milliseconds);
};

const serve = async (
  request: HttpRequest,
  peer: Peer,
  { port, answers }: Pick<DescribedPort, 'port' | 'answers'>,
  self: Process,
): Promise<HttpResponse> => {
  const answer = answerFor(pathOf(request), answers);
  if (!answer) return plain('404 page not found\n', 404);
  await pause(answer.delay, self);
  const values: Record<string, string> = {
    client: peer.ip,
    port: String(port),
    method: request.method,
    path: pathOf(request),
    body: request.body,
  };
  const filled = (text: string): string => fill(text, self, values, request);
  if (answer.log !== undefined) self.log(filled(answer.log));
  const headers = Object.entries(answer.headers ?? {}).map(([name, value]) => [name.toLowerCase(), filled(value)]);
  return plain(filled(answer.body), answer.status, Object.fromEntries(headers));
};

/** The path itself, else the longest beginning that fits. */
const answerFor = (path: string, answers: DescribedPort['answers']): DescribedAnswer | undefined => {
  if (Object.hasOwn(answers, path)) return answers[path];
  const [longest] = Object.keys(answers)
    .filter((each) => each.endsWith('*') && path.startsWith(each.slice(0, -1)))
    .toSorted((a, b) => b.length - a.length);
  return longest === undefined ? undefined : answers[longest];
};

const fill = (
  text: string,
  { hostname, ip, env, pod }: Process,
  more: Readonly<Record<string, string>>,
  request?: HttpRequest,
): string => {
  const { namespace = '' } = pod.metadata;
  const spec = isObject(pod['spec']) ? pod['spec'] : {};
  const values: Readonly<Record<string, string>> = {
    ...more,
    hostname,
    ip,
    namespace,
    node: String(spec['nodeName'] ?? ''),
  };
  return fillPlaceholders(text, (name) => {
    if (Object.hasOwn(values, name)) return values[name];
    const [group = '', ...rest] = name.split('.');
    const key = rest.join('.');
    if (group === 'env') return Object.hasOwn(env, key) ? env[key] : '';
    if (group === 'header') return request?.headers[key.toLowerCase()] ?? '';
    if (group === 'query') return request ? (parametersOf(request).get(key) ?? '') : '';
    return undefined;
  });
};
