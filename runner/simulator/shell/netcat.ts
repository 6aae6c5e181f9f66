import { isIPv4, isIPv6 } from 'node:net';
import { within } from '../../core/clock.ts';
import type { Listener, Protocol } from '../objects/sockets.ts';
import { type Connected, dial, secondsOf } from './dial.ts';
import { parseRequest, responseHead } from './http-text.ts';
import { fail, succeed, type Tool, type ToolCall, type ToolResult } from './tool.ts';

interface NetcatOptions {
  listen: boolean;
  keep: boolean;
  scan: boolean;
  udp: boolean;
  verbose: boolean;
  numeric: boolean;
  wait: number | undefined;
  port: number | undefined;
  program: readonly string[] | undefined;
  words: string[];
}

const withValue = new Set(['w', 'p', 's', 'i', 'q', 'X', 'x', 'I', 'O', 'T', 'M', 'm', 'f', 'W']);

const readArguments = (args: readonly string[]): NetcatOptions => {
  const options: NetcatOptions = {
    listen: false,
    keep: false,
    scan: false,
    udp: false,
    verbose: false,
    numeric: false,
    wait: undefined,
    port: undefined,
    program: undefined,
    words: [],
  };
  const queue = [...args];
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (word === '-lk' || word === '-ll') options.keep = true;
    if (word === '-e') {
      options.program = queue.splice(0);
      break;
    }
    if (!/^-[A-Za-z46]/.test(word)) {
      options.words.push(word);
      continue;
    }
    for (let index = 1; index < word.length; index++) {
      const letter = word[index] ?? '';
      if (withValue.has(letter)) {
        const value = word.slice(index + 1) || queue.shift();
        if (letter === 'w') options.wait = secondsOf(value);
        if (letter === 'p') options.port = Number(value);
        break;
      }
      if (letter === 'l') options.listen = true;
      if (letter === 'k') options.keep = true;
      if (letter === 'z') options.scan = true;
      if (letter === 'u') options.udp = true;
      if (letter === 'v') options.verbose = true;
      if (letter === 'n') options.numeric = true;
    }
  }
  return options;
};

/** A connection that did not come about. */
interface Attempt {
  host: string;
  ip: string;
  port: number;
  protocol: string;
  why: string;
}

/** The words in which the two netcats differ. */
interface Dialect {
  unresolved(host: string, port: string): string;
  failed(attempt: Attempt): string;
  /** Tells the reason without -v too. */
  alwaysSays: boolean;
}

const openbsd: Dialect = {
  unresolved: (host, port) => `nc: getaddrinfo for host "${host}" port ${port}: Name or service not known\n`,
  failed: ({ host, ip, port, protocol, why }) =>
    `nc: connect to ${host === ip ? host : `${host} (${ip})`} port ${port} (${protocol}) ${why === 'timed out' ? 'timed out: Operation now in progress' : `failed: ${why}`}\n`,
  alwaysSays: false,
};

const busybox: Dialect = {
  unresolved: (host) => `nc: bad address '${host}'\n`,
  failed: ({ host, ip, why }) =>
    why === 'timed out' ? 'nc: timed out\n' : `nc: can't connect to remote host (${ip || host}): ${why}\n`,
  alwaysSays: true,
};

const services: Readonly<Record<string, string>> = {
  22: 'ssh',
  53: 'domain',
  80: 'http',
  443: 'https',
  8080: 'http-alt',
  6379: 'redis',
};

const netcat = (dialect: Dialect): Tool => ({
  names: ['nc', 'netcat'],
  run: (call) => {
    const options = readArguments(call.args);
    return options.listen ? serve(call, options) : connect(call, options, dialect);
  },
});

const connect = async (call: ToolCall, options: NetcatOptions, dialect: Dialect): Promise<ToolResult> => {
  const [host = '', range = ''] = options.words;
  if (host === '' || range === '')
    return fail(1, 'usage: nc [-46klnuvz] [-p source_port] [-w timeout] [destination] [port]\n');
  const { machine, signal } = call;
  const found = isIPv4(host) || isIPv6(host) ? { addresses: [host] } : await machine.resolver.resolve(host, 4);
  const ip = 'addresses' in found ? found.addresses[0] : undefined;
  if (ip === undefined) return fail(1, dialect.unresolved(host, range));
  const [first = 0, last = first] = range.split('-').map(Number);
  const result: ToolResult = { stdout: '', stderr: '', exitCode: 1 };
  const protocol: Protocol = options.udp ? 'UDP' : 'TCP';
  for (let port = first; port <= last; port++) {
    const timeout = options.udp ? 0 : (options.wait ?? Number.POSITIVE_INFINITY);
    const outcome = await dial(machine, { ip, port, protocol }, { timeout, signal });
    // A lost datagram has no answer, so netcat takes it for delivered.
    if (outcome.result === 'timeout' && options.udp) {
      if (!options.scan) await machine.clusterState.clock.sleep(options.wait ?? 0, signal);
      result.exitCode = 0;
    } else if (outcome.result === 'refused' && options.udp && !options.scan && !options.verbose) {
      // The ICMP error ends the socket that waits for an answer: at once, without a message, and as a success.
      result.exitCode = 0;
    } else if (outcome.result !== 'connected') {
      const why = { refused: 'Connection refused', 'no-route': 'No route to host', timeout: 'timed out' }[
        outcome.result
      ];
      if (options.verbose || dialect.alwaysSays)
        result.stderr += dialect.failed({ host, ip, port, protocol: protocol.toLowerCase(), why });
    } else {
      const shown = host === ip ? host : `${host} (${ip})`;
      if (options.verbose)
        result.stderr += `Connection to ${shown} ${port} port [${protocol.toLowerCase()}/${services[port] ?? '*'}] succeeded!\n`;
      result.exitCode = 0;
      if (!options.scan) result.stdout += await converse(call, outcome, options);
    }
  }
  return result;
};

/** Sends all of standard input and returns what comes back until the other side closes or the wait is over. */
const converse = async (
  { stdin, machine, signal }: ToolCall,
  outcome: Connected,
  options: NetcatOptions,
): Promise<string> => {
  const { clock } = machine.clusterState;
  const answered = await within(
    clock,
    options.wait ?? Number.POSITIVE_INFINITY,
    rawAnswer(outcome, stdin, clock.date()),
    signal,
  );
  if (answered?.value !== undefined) return answered.value;
  if (answered && options.udp) await clock.sleep(options.wait ?? 0, signal);
  return '';
};

/** The answer of a socket to raw text: HTTP servers read it as a request. */
const rawAnswer = async ({ listener, peer }: Connected, input: string, date: Date): Promise<string | undefined> => {
  if (listener.text) return listener.text(input, peer);
  const request = parseRequest(input);
  if (!listener.http || input === '') return undefined;
  const response = request
    ? await listener.http(request, peer)
    : {
        status: 400,
        headers: { 'content-type': 'text/plain; charset=utf-8', connection: 'close' },
        body: '400 Bad Request',
      };
  return responseHead(response, date) + (request?.method === 'HEAD' ? '' : response.body);
};

/** Listens: prints the client's text and answers with standard input, or with the output of a program. */
const serve = async (call: ToolCall, options: NetcatOptions): Promise<ToolResult> => {
  const port = options.port ?? Number(options.words.at(-1));
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return fail(1, 'nc: missing port number\n');
  const { listeners } = call.machine;
  const protocol: Protocol = options.udp ? 'UDP' : 'TCP';
  if (listeners.some((each) => each.port === port && each.protocol === protocol))
    return fail(1, 'nc: Address already in use\n');
  let received = '';
  const done = Promise.withResolvers<void>();
  const answer = async (input: string): Promise<string | undefined> => {
    received += input;
    const program = options.program && (await call.run(options.program, { stdin: input }));
    if (!options.keep) {
      // The connection that is being served ends after its answer.
      setClosed();
      done.resolve();
    }
    if (program) return program.stdout;
    return call.stdin === '' ? undefined : call.stdin;
  };
  const listener: Listener = { port, protocol, address: '0.0.0.0', text: answer };
  const setClosed = (): void => {
    const at = listeners.indexOf(listener);
    if (at >= 0) listeners.splice(at, 1);
  };
  listeners.push(listener);
  call.signal.addEventListener('abort', () => done.resolve(), { once: true });
  if (call.signal.aborted) done.resolve();
  await done.promise;
  setClosed();
  return succeed(received);
};

/** OpenBSD's netcat, as Debian has it. */
export const nc: Tool = netcat(openbsd);
export const busyboxNc: Tool = netcat(busybox);
