import { byteLength } from '../http-text.ts';
import { pathFrom, type Tool, type ToolCall, type ToolResult } from '../tool.ts';
import { readCommandLine } from './command-line.ts';
import type { CurlSession } from './connection.ts';
import { version } from './exchange.ts';
import type { Transfer } from './options.ts';
import { type Performed, perform } from './transfer.ts';
import { expandGlobs } from './url.ts';
import { progressMeter, verboseLines } from './verbose.ts';
import { writeOut } from './write-out.ts';

const about = `curl ${version} (x86_64-pc-linux-gnu) libcurl/${version} OpenSSL/3.0.22 zlib/1.2.13
Release-Date: 2023-02-20, security patched: 7.88.1-10+deb12u14
Protocols: http https
Features: IPv6 Largefile libz SSL
`;

/** curl 7.88 over the simulated network: exit codes, messages and -w variables of the real one; one process keeps its connections. */
export const curl: Tool = {
  names: ['curl'],
  run: async (call) => {
    if (call.args.includes('--version') || call.args.includes('-V')) return { stdout: about, stderr: '', exitCode: 0 };
    const read = (path: string): Promise<string | undefined> =>
      path === '-' ? Promise.resolve(call.stdin) : call.machine.files.read(pathFrom(call.cwd, path));
    const line = await readCommandLine(call.args, read);
    if ('message' in line) return { stdout: '', stderr: line.message, exitCode: line.exitCode };
    const session: CurlSession = { machine: call.machine, pool: new Map(), signal: call.signal };
    const result: ToolResult = { stdout: '', stderr: '', exitCode: 0 };
    const { clock } = call.machine.clusterState;
    let number = 0;
    for (const transfer of line.transfers) {
      const bundle = call.env['CURL_CA_BUNDLE'];
      if (bundle && transfer.cacert === undefined) transfer.cacert = bundle;
      const urls = transfer.urls.flatMap((url) => (transfer.globOff ? [url] : expandGlobs(url)));
      for (const [index, url] of urls.entries()) {
        const next = clock.now() + transfer.spacing;
        const performed = await withRetries(session, url, number, transfer);
        number += 1;
        await print(call, { transfer, performed, output: transfer.outputs[index] }, result);
        result.exitCode = performed.outcome.exitCode;
        if (transfer.failEarly && result.exitCode !== 0) return result;
        const early = next - clock.now();
        if (early > 0) await clock.sleep(early, call.signal);
      }
    }
    return result;
  },
};

/** Whether --retry takes the error for a transient one. */
const isTransient = ({ outcome }: Performed, { retryRefused }: Transfer): boolean =>
  outcome.exitCode === 28 ||
  (outcome.exitCode === 7 && retryRefused) ||
  [408, 429, 500, 502, 503, 504].includes(outcome.response?.status ?? 0);

const withRetries = async (
  session: CurlSession,
  url: string,
  number: number,
  transfer: Transfer,
): Promise<Performed> => {
  for (let attempt = 0; ; attempt++) {
    const performed = await perform(session, url, number, transfer);
    if (attempt >= transfer.retry || !isTransient(performed, transfer)) return performed;
    await session.machine.clusterState.clock.sleep(transfer.retryDelay * 2 ** attempt, session.signal);
  }
};

interface Done {
  transfer: Transfer;
  performed: Performed;
  /** The file of -o, if any. */
  output: string | undefined;
}

/** Writes the parts of a transfer where they belong: to a file, standard output, standard error. */
const print = async (
  { cwd, machine }: ToolCall,
  { transfer, performed: { outcome, traces }, output }: Done,
  result: ToolResult,
): Promise<void> => {
  const file = output === undefined || output === '-' ? undefined : pathFrom(cwd, output);
  const heads = transfer.include || transfer.head ? traces.map((trace) => trace.responseHead).join('') : '';
  const isFailed = outcome.exitCode !== 0 && !(outcome.exitCode === 22 && transfer.failWithBody);
  const body = isFailed ? '' : (outcome.response?.body ?? '');
  if (transfer.dumpHeader !== undefined) {
    const dumped = traces.map((trace) => trace.responseHead).join('');
    if (transfer.dumpHeader === '-') result.stdout += dumped;
    else await machine.files.write(pathFrom(cwd, transfer.dumpHeader), dumped);
  }
  if (file === undefined) result.stdout += heads + body;
  else if (file !== '/dev/null' && outcome.response) await machine.files.write(file, heads + body);
  if (transfer.verbose) result.stderr += verboseLines(outcome, traces);
  if (!transfer.silent) result.stderr += progressMeter(byteLength(body));
  if (outcome.exitCode !== 0 && (!transfer.silent || transfer.showError))
    result.stderr += `curl: (${outcome.exitCode}) ${outcome.message}\n`;
  if (transfer.writeOut === undefined) return;
  const written = writeOut(transfer.writeOut, { ...outcome, outputFile: output });
  result.stdout += written.stdout;
  result.stderr += written.stderr + written.warnings;
};
