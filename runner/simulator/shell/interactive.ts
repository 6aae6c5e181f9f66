import type { ExecIo } from '../world.ts';
import { runInShell, type ScriptHost } from './bash.ts';

/** Control characters of a terminal line. */
const [interrupt, endOfInput] = ['\u0003', '\u0004'];

/**
 * A shell at a terminal: prompts, echoes what is typed, runs each line as it ends. Variables that were exported and the
 * directory go on from line to line. Resolves with the exit status.
 */
export const interactive = async (
  host: ScriptHost,
  start: { env: Readonly<Record<string, string>>; cwd: string },
  io: ExecIo,
): Promise<number> => {
  let { env, cwd } = start;
  let [line, status] = ['', 0];
  const prompt = (): void => io.stdout(`root@${host.machine.hostname}:${cwd}# `);
  prompt();
  for await (const chunk of io.stdin)
    for (const character of chunk) {
      if (character === endOfInput && line === '') {
        io.stdout('exit\r\n');
        return status;
      }
      if (character === interrupt) {
        line = '';
        io.stdout('^C\r\n');
        prompt();
      } else if (character === '\r' || character === '\n') {
        io.stdout('\r\n');
        const exit = /^\s*exit(?:\s+(\d+))?\s*$/.exec(line);
        if (exit) return exit[1] === undefined ? status : Number(exit[1]) % 256;
        if (line.trim() !== '') {
          const result = await runInShell(host, ['eval', line], { env, cwd, stdin: '', signal: io.signal });
          io.stdout((result.stdout + result.stderr).replaceAll('\n', '\r\n'));
          status = result.exitCode;
          cwd = result.env['PWD'] ?? cwd;
          env = result.env;
        }
        line = '';
        prompt();
      } else if (character === '\u007f') {
        if (line !== '') io.stdout('\b \b');
        line = line.slice(0, -1);
      } else if (character >= ' ') {
        line += character;
        io.stdout(character);
      }
    }
  return status;
};
