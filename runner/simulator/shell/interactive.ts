import type { ExecIo } from '../objects/containers.ts';
import { runInShell, type ScriptHost } from './bash.ts';
import { toTerminal } from './terminal.ts';

/** Control characters of a terminal line. */
const [interrupt, endOfInput, erase, escapeKey] = ['\u0003', '\u0004', '\u007f', '\u001b'];

export interface InteractiveStart {
  env: Readonly<Record<string, string>>;
  cwd: string;
  prompt(cwd: string): string;
  /** The words of the shell when it is told to exit, and when its input ends. */
  leaving: string;
  farewell: string;
  signal: AbortSignal;
  pid: number;
}

/** The characters that are typed, one by one; sequences of arrow and function keys are left out. */
async function* typed(stdin: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  const decoder = new TextDecoder();
  let inSequence = false;
  for await (const chunk of stdin)
    for (const character of decoder.decode(chunk, { stream: true })) {
      if (inSequence) inSequence = !/[A-Za-z~]/.test(character);
      else if (character === escapeKey) inSequence = true;
      else yield character;
    }
}

/**
 * A shell at a terminal: prompts, echoes what is typed, runs each line as it ends, and stops it at Ctrl-C. Variables that
 * were exported and the directory go on from line to line. Resolves with the exit status.
 */
export const interactive = async (host: ScriptHost, start: InteractiveStart, io: ExecIo): Promise<number> => {
  let { env, cwd } = start;
  let [line, status] = ['', 0];
  let running: AbortController | undefined;
  /** Typed while a line ran. */
  let ahead = '';
  let isClosed = false;
  /** No output has followed the ^C yet. */
  let isBehindInterrupt = false;
  const over = Promise.withResolvers<number>();
  const say = (text: string): void => {
    if (text === '') return;
    isBehindInterrupt = false;
    io.stdout(toTerminal(text));
  };
  const prompt = (): void => say(start.prompt(cwd));

  const run = async (text: string): Promise<void> => {
    running = new AbortController();
    const { signal } = running;
    // `$?` of the line before.
    const script = status === 0 ? text : `(exit ${status})\n${text}`;
    const result = await runInShell(host, ['eval', script], {
      env,
      cwd,
      signal: AbortSignal.any([start.signal, signal]),
      onOutput: say,
      pid: start.pid,
    });
    say(result.stdout + result.stderr);
    if (isBehindInterrupt) say('\n');
    running = undefined;
    status = result.exitCode;
    cwd = result.env['PWD'] ?? cwd;
    env = result.env;
    prompt();
    const rest = ahead;
    ahead = '';
    for (const character of rest) type(character);
    if (isClosed && !running) over.resolve(status);
  };

  const enter = (): void => {
    const text = line;
    line = '';
    say('\n');
    const exit = /^\s*exit(?:\s+(\d+))?\s*$/.exec(text);
    if (exit) {
      say(start.leaving);
      over.resolve(exit[1] === undefined ? status : Number(exit[1]) % 256);
    } else if (text.trim() === '') prompt();
    else run(text).catch(over.reject);
  };

  const type = (character: string): void => {
    if (character === interrupt) {
      say(running ? '^C' : '^C\n');
      isBehindInterrupt = true;
      ahead = '';
      line = '';
      if (running) running.abort();
      else prompt();
    } else if (running) ahead += character;
    else if (character === endOfInput && line === '') {
      say(start.farewell);
      over.resolve(status);
    } else if (character === '\r' || character === '\n') enter();
    else if (character === erase) {
      if (line !== '') say('\b \b');
      line = line.slice(0, -1);
    } else if (character >= ' ') {
      line += character;
      say(character);
    }
  };

  const read = async (): Promise<void> => {
    for await (const character of typed(io.stdin)) type(character);
    // The client is gone: its last line still runs.
    isClosed = true;
    if (!running) over.resolve(status);
  };
  if (start.signal.aborted) return status;
  start.signal.addEventListener('abort', () => over.resolve(status), { once: true });
  prompt();
  read().catch(over.reject);
  return over.promise;
};
