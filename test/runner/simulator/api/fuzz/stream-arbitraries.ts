import fc from 'fast-check';
import { anyKind, number, pathOf, type Sent, text } from './arbitraries.ts';

const versions = fc.oneof(
  fc.constantFrom('', '0', '1', '5', '40', '999999999', '18446744073709551615', '18446744073709551616'),
  fc.constantFrom('abc', '-1', '1.5', '1e3', '0x10', ' 1', 'NaN', '__proto__', '９'),
  number.map(String),
);
const selectors = fc.oneof(
  fc.constantFrom('a=b', 'a in (b,c)', '!a', 'a', 'a>1', 'metadata.name=a', 'status.phase!=Running'),
  fc.constantFrom('a b', '=', 'a in', 'a in (', '!!', ',', 'spec.x=1', 'x', 'a=b=c', '-=-', '%'),
  text,
);
const flags = fc.constantFrom('true', 'false', '1', '0', '', 'yes', 'TRUE');
const seconds = fc.oneof(fc.constantFrom('0', '1', '30', '-1', 'soon', '1.5', '9'.repeat(30)), number.map(String));

const parametersOfWatch: fc.Arbitrary<Record<string, string>> = fc.record(
  {
    resourceVersion: versions,
    labelSelector: selectors,
    fieldSelector: selectors,
    timeoutSeconds: seconds,
    allowWatchBookmarks: flags,
    sendInitialEvents: flags,
    resourceVersionMatch: fc.constantFrom('NotOlderThan', 'Exact', 'x'),
    limit: seconds,
  },
  { requiredKeys: [] },
);

/** A watch, of which every parameter may be right or wrong. */
export const watch: fc.Arbitrary<Sent> = fc
  .record({
    kind: anyKind,
    name: fc.constantFrom(undefined, undefined, undefined, 'a', 'nope'),
    parameters: parametersOfWatch,
    flag: fc.constantFrom('true', '1', 'yes'),
    accept: fc.constantFrom('application/json', 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json'),
  })
  .map(({ kind: { resource }, name, parameters, flag, accept }) => ({
    method: 'GET',
    path: `${pathOf(resource, name)}?${new URLSearchParams({ watch: flag, ...parameters })}`,
    type: '',
    headers: { accept },
  }));

/** What belongs together, so that most of these connections stand. */
const wishes = [
  ['exec', 'websocket', 'v5.channel.k8s.io'],
  ['attach', 'websocket', 'v4.channel.k8s.io'],
  ['portforward', 'websocket', 'SPDY/3.1+portforward.k8s.io'],
  ['exec', 'SPDY/3.1', 'v4.channel.k8s.io'],
  ['portforward', 'spdy/3.1', 'portforward.k8s.io'],
] as const;

const wish = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...wishes) },
  {
    weight: 1,
    arbitrary: fc.tuple(
      // Any path may be asked to be upgraded.
      fc.constantFrom('exec', 'portforward', 'log', 'proxy', 'status'),
      fc.constantFrom('websocket', 'SPDY/3.1', 'h2c'),
      fc.constantFrom('v5.channel.k8s.io', 'v1.channel.k8s.io', 'portforward.k8s.io', 'x', ''),
    ),
  },
);

/** A connection that is to stay, and the bytes that come once it stands. */
export interface Upgrade {
  path: string;
  headers: Record<string, string>;
  bytes: Uint8Array;
}

const goAway = [0x80, 3, 0, 7, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0];

/** Frames of SPDY and of WebSockets, whole, cut or with headers that are no headers. */
const frame = fc.constantFrom<number[]>(
  [0x80, 3, 0, 1, 1, 0, 0, 20, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0],
  [0x80, 3, 0, 6, 0, 0, 0, 4, 0, 0, 0, 1],
  [0, 0, 0, 1, 1, 0, 0, 2, 65, 66],
  goAway,
  [0x82, 0x80 | goAway.length, 0, 0, 0, 0, ...goAway],
  [0x82, 0x82, 0, 0, 0, 0, 0, 65],
  [0x82, 0x82, 0, 0, 0, 0, 255, 0],
  [0x88, 0x80, 0, 0, 0, 0],
  [0xff, 0x81],
);

const bytes = fc
  .array(fc.oneof({ weight: 3, arbitrary: frame }, { weight: 1, arbitrary: fc.uint8Array({ maxLength: 32 }) }), {
    maxLength: 6,
  })
  .map((parts) => Uint8Array.from(parts.flatMap((part) => [...part])));

export const upgrade: fc.Arbitrary<Upgrade> = fc
  .record({
    wish,
    pod: fc.oneof({ weight: 8, arbitrary: fc.constant('a') }, fc.constantFrom('nope', '%', '..')),
    parameters: fc.record(
      {
        command: fc.constantFrom('cat', 'true', 'nothing', ''),
        container: fc.constantFrom('main', 'main', 'nope'),
        stdin: flags,
        stdout: flags,
        stderr: flags,
        tty: flags,
        ports: fc.constantFrom('8080', '0', 'x'),
        follow: flags,
      },
      { requiredKeys: ['command'] },
    ),
    key: fc.oneof({ weight: 8, arbitrary: fc.constant(Buffer.alloc(16).toString('base64')) }, fc.constant('x')),
    bytes,
  })
  .map(({ wish: [action, protocol, offered], pod, parameters, key, bytes }) => ({
    path: `/api/v1/namespaces/default/pods/${pod}/${action}?${new URLSearchParams(parameters as Record<string, string>)}`,
    headers: {
      connection: 'Upgrade',
      upgrade: protocol,
      'sec-websocket-version': '13',
      'sec-websocket-key': key,
      'sec-websocket-protocol': offered,
      'x-stream-protocol-version': offered,
    },
    bytes,
  }));
