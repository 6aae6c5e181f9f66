import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { systemClock } from '../../../runner/core/clock.ts';
import type { Step } from './step.ts';

export interface Said {
  stdout: string;
  stderr: string;
  code: number | null;
}

/** Milliseconds for one command, between two tries, and until a slow state is reached. */
const [longest, pause, patience] = [60_000, 300, 90_000];

/** Ctrl-C at a terminal. */
const interrupt = '\u0003';

/** The words of a command line; single and double quotes keep blanks. */
export const wordsOf = (line: string): string[] =>
  [...line.matchAll(/(?:[^\s'"]+|'[^']*'|"[^"]*")+/g)].map(([word]) => word.replaceAll(/'([^']*)'|"([^"]*)"/g, '$1$2'));

/** Quotes a word for the shell that `script` starts. */
const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

const start = (program: string, words: readonly string[], env: NodeJS.ProcessEnv) => {
  const child = spawn(program, words, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  const said: Said = { stdout: '', stderr: '', code: null };
  let wake = (): void => undefined;
  const hear = (stream: 'stdout' | 'stderr') => (text: string) => {
    said[stream] += text;
    wake();
  };
  child.stdout.setEncoding('utf8').on('data', hear('stdout'));
  child.stderr.setEncoding('utf8').on('data', hear('stderr'));
  child.stdin.on('error', () => undefined);
  let isOver = false;
  const over = once(child, 'close').then(([code]) => {
    said.code = code;
    isOver = true;
    wake();
  });
  /** True if standard output, from an offset on, matches in time. */
  const shows = async (pattern: RegExp, from = 0, within = 15_000): Promise<boolean> => {
    const late = systemClock.sleep(within).then(() => false);
    while (!pattern.test(said.stdout.slice(from))) {
      if (isOver) return false;
      const heard = new Promise<boolean>((resolve) => {
        wake = () => resolve(true);
      });
      if (!(await Promise.race([heard, late]))) return false;
    }
    return true;
  };
  return { child, said, over, shows };
};

const get = (port: number, path: string): Promise<string> =>
  new Promise((resolve) => {
    const call = request({ host: '127.0.0.1', port, path, agent: false }, async (response) => {
      let text = '';
      for await (const chunk of response) text += chunk;
      resolve(`${response.statusCode} ${text}`);
    });
    call.on('error', (fault: NodeJS.ErrnoException) => resolve(`no answer: ${fault.code}`));
    call.end();
  });

/** kubectl with one cluster. */
export const createKubectl = (kubeconfig: string) => {
  const env = { ...process.env, KUBECONFIG: kubeconfig, TERM: 'xterm', PAGER: '', KUBECTL_KUBERC: 'false' };

  const runOnce = async (words: readonly string[], step: Step): Promise<Said> => {
    const { child, said, over } = start('kubectl', words, { ...env, ...step.env });
    child.stdin.end(step.stdin ?? '');
    const timer = systemClock.sleep(longest).then(() => child.kill('SIGKILL'));
    await Promise.race([over, timer]);
    await over;
    return said;
  };

  const typed = async (words: readonly string[], step: Step): Promise<Said> => {
    const line = ['kubectl', ...words].map(quoted).join(' ');
    const { child, said, over, shows } = start('script', ['-qfec', line, '/dev/null'], { ...env, ...step.env });
    let from = 0;
    for (const [pattern, text] of step.types ?? []) {
      if (!(await shows(pattern, from))) break;
      from = said.stdout.length;
      // A program may print before it handles signals: ping prints its target first.
      if (text === interrupt) await systemClock.sleep(pause);
      child.stdin.write(text);
    }
    await Promise.race([over, systemClock.sleep(20_000).then(() => child.kill('SIGKILL'))]);
    await over;
    return said;
  };

  const forwarding = async (words: readonly string[], step: Step): Promise<Said> => {
    const { port, path } = step.forwards ?? { port: 0, path: '/' };
    const { child, said, over, shows } = start('kubectl', words, { ...env, ...step.env });
    const listens = await shows(new RegExp(`Forwarding from .*:${port} -> `));
    const answers = listens ? [await get(port, path), await get(port, path)] : [];
    await Promise.race([over, systemClock.sleep(1_000)]);
    child.kill('SIGINT');
    await over;
    return { ...said, stdout: `${said.stdout}${answers.join('\n')}\n` };
  };

  const run = async (step: Step, captured: Readonly<Record<string, string>>): Promise<Said> => {
    const words = wordsOf(step.run.replaceAll(/\{(\w+)\}/g, (whole, name) => captured[name] ?? whole));
    if (step.types) return typed(words, step);
    if (step.forwards) return forwarding(words, step);
    const began = systemClock.now();
    for (;;) {
      const said = await runOnce(words, step);
      if (!step.until || step.until.test(said.stdout) || systemClock.now() - began > patience) return said;
      await systemClock.sleep(pause);
    }
  };
  return { run };
};
