import { Duplex, PassThrough } from 'node:stream';
import type Dockerode from 'dockerode';

export interface FakeCommand {
  command: readonly string[];
  stdin: string;
  env: readonly string[];
}

export interface FakeOutcome {
  status?: number;
  stdout?: string;
  stderr?: string;
  /** The command never ends. */
  hangs?: boolean;
}

/** One frame of the engine's multiplexed stream. */
export const frame = (stream: 1 | 2, payload: string | Buffer): Buffer => {
  const bytes = Buffer.from(payload);
  const header = Buffer.alloc(8);
  header.writeUInt8(stream, 0);
  header.writeUInt32BE(bytes.length, 4);
  return Buffer.concat([header, bytes]);
};

/** A fake container: a function of the test answers each command. */
export const fakeContainer = (
  answer: (command: FakeCommand) => FakeOutcome,
): Dockerode.Container & { commands: FakeCommand[] } => {
  const commands: FakeCommand[] = [];
  const exec = async (options: { Cmd: string[]; Env?: string[]; AttachStdin?: boolean }) => {
    let outcome: FakeOutcome = {};
    return {
      start: async () => {
        const input = new PassThrough();
        const output = new PassThrough();
        const stream = Duplex.from({ readable: output, writable: input });
        const run = (stdin: string): void => {
          const command = { command: options.Cmd, stdin, env: options.Env ?? [] };
          commands.push(command);
          outcome = answer(command);
          if (outcome.stdout) output.write(frame(1, outcome.stdout));
          if (outcome.stderr) output.write(frame(2, outcome.stderr));
          if (!outcome.hangs) output.end();
        };
        if (options.AttachStdin) {
          const chunks: Buffer[] = [];
          input.on('data', (chunk: Buffer) => chunks.push(chunk));
          input.on('end', () => run(Buffer.concat(chunks).toString('utf8')));
        } else setImmediate(() => run(''));
        return stream;
      },
      inspect: async () => ({ Running: false, ExitCode: outcome.status ?? 0 }),
    };
  };
  return { exec, commands } as unknown as Dockerode.Container & { commands: FakeCommand[] };
};
