import type { JsonObject, JsonValue } from '../../runner/core/json.ts';
import type { Bench } from './bench.ts';
import { type Row, row } from './row.ts';

/** Seconds until a connection is given up, longer than any answer in a cluster takes. */
const patience = '2';

/** The parts of the output of programs that differ from run to run. */
const steady = (text: string): string =>
  text
    .replaceAll(/after \d+ ms/g, 'after <ms> ms')
    .replaceAll(/after \d+ milliseconds/g, 'after <ms> milliseconds')
    .replaceAll(/time[= ]\d+(\.\d+)? ?ms/g, 'time <ms>')
    .replaceAll(/= [\d.]+\/[\d.]+\/[\d.]+(\/[\d.]+)? ms/g, '= <times> ms');

/** Runs a command and returns its status and output. */
export const ran = async (
  bench: Bench,
  from: string,
  command: readonly string[],
  stdin?: string,
): Promise<JsonObject> => {
  const { status, stdout, stderr, failure } = await bench.exec(from, command, stdin);
  return {
    status: status ?? null,
    stdout: steady(stdout),
    ...(stderr !== '' && { stderr: steady(stderr) }),
    ...(failure !== undefined && { failure: 'could not be started' }),
  };
};

export const command = (id: string, title: string, from: string, ...words: string[]): Row =>
  row(id, title, (bench) => ran(bench, from, words));

/** curl's status, the HTTP status and the body; `words` end with the URL. */
export const curled = async (bench: Bench, from: string, ...words: string[]): Promise<JsonObject> => {
  const { status, stdout } = await bench.exec(from, [
    'curl',
    '-s',
    '--connect-timeout',
    patience,
    '-m',
    '5',
    '-w',
    '\n%{http_code}',
    ...words,
  ]);
  const lines = stdout.split('\n');
  const http = Number(lines.pop());
  return {
    exit: status ?? null,
    ...(http > 0 && {
      http,
      body: lines
        .join('\n')
        .trim()
        .replace(/^NOW: .*/, 'NOW: <time>'),
    }),
  };
};

export const curl = (id: string, title: string, from: string, ...words: string[]): Row =>
  row(id, title, (bench) => curled(bench, from, ...words));

/** Sends enough requests on new connections to reach each of a few pods. Returns the different bodies. */
export const curlMany = (id: string, title: string, from: string, url: string): Row =>
  row(id, title, async (bench) => {
    const script = `i=0; while [ $i -lt 40 ]; do curl -s --connect-timeout ${patience} -m 5 "$1"; echo " $?"; i=$((i+1)); done`;
    const { stdout } = await bench.exec(from, ['sh', '-c', script, 'sh', url]);
    const lines = stdout
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    return [...new Set(lines)].sort();
  });

const recordOf = (line: string): JsonValue => {
  const [name = '', , , type = '', ...data] = line.split(/\s+/);
  if (type === 'SOA') return `${name.toLowerCase()} SOA`;
  return `${name} ${type} ${data.join(' ')}`;
};

/** The parts of dig's answer without lifetimes: status and, sorted, the records. */
export const dug = async (bench: Bench, from: string, ...words: string[]): Promise<JsonObject> => {
  const { status, stdout } = await bench.exec(from, [
    'dig',
    '+noall',
    '+comments',
    '+answer',
    '+authority',
    '+additional',
    ...words,
  ]);
  const [, rcode = null] = /status: (\w+)/.exec(stdout) ?? [];
  const section = (title: string): JsonValue[] => {
    const [, text = ''] = new RegExp(`;; ${title} SECTION:\\n([\\s\\S]*?)(\\n\\n|$)`).exec(stdout) ?? [];
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith(';'));
    return lines.map((line) => bench.symbols.hide(recordOf(line))).sort();
  };
  return {
    exit: status ?? null,
    rcode,
    authoritative: /flags:[^;]* aa/.test(stdout),
    answer: section('ANSWER'),
    authority: section('AUTHORITY'),
    additional: section('ADDITIONAL'),
  };
};
