import { isIPv4 } from 'node:net';
import { newTransfer, type Transfer } from './curl/options.ts';
import { type Performed, perform } from './curl/transfer.ts';
import { byteLength, reasonPhrase } from './http-text.ts';
import { pathFrom, type Tool, type ToolCall, type ToolResult } from './tool.ts';

interface WgetOptions {
  urls: string[];
  output: string | undefined;
  quiet: boolean;
  spider: boolean;
  showHeaders: boolean;
  transfer: Transfer;
}

const valued = new Set(['O', 'T', 't', 'o', 'U', 'P', 'e', 'Y']);

const readArguments = (args: readonly string[]): WgetOptions => {
  const transfer = { ...newTransfer(), location: true, maxRedirects: 20, silent: true, userAgent: 'Wget/1.21.3' };
  const options: WgetOptions = {
    urls: [],
    output: undefined,
    quiet: false,
    spider: false,
    showHeaders: false,
    transfer,
  };
  const set = (name: string, value: string): void => {
    if (name === 'O' || name === 'output-document') options.output = value;
    if (name === 'T' || /timeout$/.test(name)) transfer.connectTimeout = Number(value) * 1_000;
    if (name === 'header') transfer.headers.push(value);
    if (name === 'post-data') transfer.data.push(value);
    if (name === 'U' || name === 'user-agent') transfer.userAgent = value;
    if (name === 'q' || name === 'quiet') options.quiet = true;
    if (name === 'S' || name === 'server-response') options.showHeaders = true;
    if (name === 'spider') options.spider = true;
    if (name === 'no-check-certificate') transfer.insecure = true;
    if (name === 'ca-certificate') transfer.cacert = value;
  };
  const queue = [...args];
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    const long = /^--([a-z-]+)(?:=([\s\S]*))?$/.exec(word);
    if (long) {
      const name = long[1] ?? '';
      const needsValue =
        /^(output-document|timeout|connect-timeout|read-timeout|dns-timeout|header|post-data|user-agent|tries|ca-certificate|wait)$/.test(
          name,
        );
      set(name, long[2] ?? (needsValue ? (queue.shift() ?? '') : ''));
    } else if (/^-[A-Za-z]/.test(word)) {
      for (let index = 1; index < word.length; index++) {
        const letter = word[index] ?? '';
        if (!valued.has(letter)) set(letter, '');
        else {
          set(letter, word.slice(index + 1) || (queue.shift() ?? ''));
          break;
        }
      }
    } else options.urls.push(word);
  }
  return options;
};

const fetchOne = (
  { machine, signal }: ToolCall,
  url: string,
  number: number,
  { transfer, spider }: WgetOptions,
): Promise<Performed> => {
  // wget's time limit is for each silence, not for the whole transfer: here a transfer has at most one.
  const maxTime = transfer.connectTimeout;
  const limited = { ...transfer, head: spider, ...(maxTime === undefined ? {} : { maxTime }) };
  return perform({ machine, pool: new Map(), signal }, url, number, limited);
};

const addressText = async (
  call: ToolCall,
  performed: Performed,
  url: string,
): Promise<{ host: string; ip: string; port: number }> => {
  const match = /^(?:([a-z]+):\/\/)?([^/:?]+)(?::(\d+))?/i.exec(url);
  const host = match?.[2] ?? url;
  const found = performed.outcome.exitCode === 6 ? undefined : await call.machine.resolver.resolve(host, 4);
  const resolved = found && 'addresses' in found ? found.addresses[0] : undefined;
  const ip = performed.outcome.remote?.ip ?? resolved ?? host;
  return { host, ip, port: Number(match?.[3] ?? (match?.[1] === 'https' ? 443 : 80)) };
};

const save = async ({ cwd, machine }: ToolCall, options: WgetOptions, url: string, body: string): Promise<string> => {
  if (options.spider) return '';
  if (options.output === '-') return body;
  const name =
    options.output ??
    (url
      .replace(/^[a-z]+:\/\//i, '')
      .split('?')[0]
      ?.split('/')
      .slice(1)
      .at(-1) ||
      'index.html');
  if (name !== '/dev/null') await machine.files.write(pathFrom(cwd, name), body);
  return '';
};

/** GNU Wget 1.21: exit 4 for a network failure, 5 for TLS, 8 for an HTTP error; its messages go to standard error. */
export const wget: Tool = {
  names: ['wget'],
  run: async (call) => {
    const options = readArguments(call.args);
    if (options.urls.length === 0)
      return {
        stdout: '',
        stderr: "wget: missing URL\nUsage: wget [OPTION]... [URL]...\n\nTry `wget --help' for more options.\n",
        exitCode: 1,
      };
    const result: ToolResult = { stdout: '', stderr: '', exitCode: 0 };
    for (const [number, url] of options.urls.entries()) {
      const performed = await fetchOne(call, url, number, options);
      const { outcome } = performed;
      const { host, ip, port } = await addressText(call, performed, url);
      const say = (text: string, always = false): void => {
        if (!options.quiet || always) result.stderr += text;
      };
      say(
        `--${call.machine.clusterState.clock.date().toISOString().slice(0, 19).replace('T', ' ')}--  ${outcome.effectiveUrl}\n`,
      );
      const target = isIPv4(host) ? `${host}:${port}` : `${host} (${host})|${ip}|:${port}`;
      if (outcome.exitCode === 6) {
        say(
          `Resolving ${host} (${host})... failed: Name or service not known.\nwget: unable to resolve host address '${host}'\n`,
        );
        result.exitCode = 4;
      } else if (outcome.exitCode === 7 || outcome.exitCode === 28) {
        say(
          `Connecting to ${target}... failed: ${outcome.exitCode === 7 ? 'Connection refused' : 'Connection timed out'}.\n`,
        );
        result.exitCode = 4;
      } else if (outcome.exitCode === 35 || outcome.exitCode === 60) {
        say(`Connecting to ${target}... connected.\nERROR: cannot verify ${host}'s certificate.\n`, true);
        result.exitCode = 5;
      } else if (outcome.exitCode !== 0 || !outcome.response) {
        say(`Connecting to ${target}... connected.\nHTTP request sent, awaiting response... No data received.\n`);
        result.exitCode = 4;
      } else {
        const { status, body } = outcome.response;
        say(
          `Connecting to ${target}... connected.\nHTTP request sent, awaiting response... ${status} ${reasonPhrase(status)}\n`,
        );
        if (options.showHeaders)
          say(performed.traces.map((trace) => trace.responseHead.replace(/^/gm, '  ')).join(''), true);
        if (status >= 400) {
          say(
            `${call.machine.clusterState.clock.date().toISOString().slice(0, 19).replace('T', ' ')} ERROR ${status}: ${reasonPhrase(status)}.\n\n`,
          );
          result.exitCode = 8;
        } else result.stdout += await save(call, options, url, body);
      }
    }
    return result;
  },
};

/** wget of busybox 1.35: exit 1 for everything that fails. */
export const busyboxWget: Tool = {
  names: ['wget'],
  run: async (call) => {
    const options = readArguments(call.args);
    const [url] = options.urls;
    if (url === undefined)
      return {
        stdout: '',
        stderr: 'BusyBox v1.35.0 multi-call binary.\n\nUsage: wget [-cqS] [--spider] [-O FILE] [-T SEC] URL...\n',
        exitCode: 1,
      };
    options.transfer.userAgent = 'Wget';
    const performed = await fetchOne(call, url, 0, options);
    const { outcome } = performed;
    const { host, ip, port } = await addressText(call, performed, url);
    const say = (text: string): ToolResult => ({ stdout: '', stderr: connecting + text, exitCode: 1 });
    const connecting = options.quiet || outcome.exitCode === 6 ? '' : `Connecting to ${host} (${ip}:${port})\n`;
    if (outcome.exitCode === 6) return say(`wget: bad address '${host}'\n`);
    if (outcome.exitCode === 7) return say(`wget: can't connect to remote host (${ip}): Connection refused\n`);
    if (outcome.exitCode === 28) return say('wget: download timed out\n');
    const { response } = outcome;
    if (!response) return say('wget: error getting response: Connection reset by peer\n');
    if (response.status >= 400)
      return say(`wget: server returned error: HTTP/1.1 ${response.status} ${reasonPhrase(response.status)}\n`);
    const size = String(byteLength(response.body)).padStart(6);
    const written =
      options.output === '-'
        ? `writing to stdout\n-                    100% |********************************|${size}  0:00:00 ETA\nwritten to stdout\n`
        : '';
    return {
      stdout: await save(call, options, url, response.body),
      stderr: options.quiet ? '' : connecting + written,
      exitCode: 0,
    };
  },
};
