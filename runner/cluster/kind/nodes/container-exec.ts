import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { finished } from 'node:stream/promises';
import type Dockerode from 'dockerode';
import { deadlineSignal } from '../../../core/clock.ts';
import type { ExecRequest, ExecResult } from '../../cluster.ts';
import { createByteSink } from '../../exec-output.ts';
import { Demultiplexer, type StreamName } from './demux.ts';

const defaultLimit = 1024 * 1024;

/** An environment variable of each command, by which it and its children can be found and killed. */
const markVariable = 'PLUMBLINE_EXEC';

const endMarked =
  'for e in /proc/[0-9]*/environ; do grep -qs "$0" "$e" && p="${e#/proc/}" && kill -9 "${p%/environ}"; done';

/** The engine has no call to end a command: a second command kills the processes that carry the mark of the first. */
const endCommand = async (container: Dockerode.Container, mark: string): Promise<void> => {
  const exec = await container.exec({ Cmd: ['sh', '-c', endMarked, `${markVariable}=${mark}`] });
  await exec.start({ Detach: true });
};

export interface ContainerExecRequest extends ExecRequest {
  /** Receives the output as it comes. */
  onOutput?: (stream: StreamName, chunk: Buffer) => void;
  /** Instead of `stdin`: gets the command's standard input, writes to it and ends it. */
  feed?: (input: Duplex) => void;
}

/**
 * Runs a command in a container through the engine's own API: with stdin, abort, whole characters and an exit status.
 * Rejects with the signal's reason, or with the engine's error if the container is gone.
 */
export const execInContainer = async (
  container: Dockerode.Container,
  { command, stdin, signal, limit = defaultLimit, onOutput, feed }: ContainerExecRequest,
): Promise<ExecResult> => {
  signal?.throwIfAborted();
  const mark = randomUUID();
  const hasInput = stdin !== undefined || feed !== undefined;
  const exec = await container.exec({
    Cmd: [...command],
    Env: [`${markVariable}=${mark}`],
    AttachStdin: hasInput,
    AttachStdout: true,
    AttachStderr: true,
    ...(signal && { abortSignal: signal }),
  });
  const stream: Duplex = await exec.start({ hijack: true, stdin: hasInput });
  const output = { stdout: createByteSink(limit), stderr: createByteSink(limit) };
  const demultiplexer = new Demultiplexer((name, payload) => {
    output[name].push(payload);
    onOutput?.(name, payload);
  });
  stream.on('data', (chunk: Buffer) => demultiplexer.push(chunk));
  // `finished` reports the first fault; a later one has no other listener and would end this process.
  stream.on('error', () => undefined);
  if (feed) feed(stream);
  else if (stdin !== undefined) stream.end(stdin);
  try {
    await finished(stream, { writable: false, ...(signal && { signal }) });
  } catch (error) {
    stream.destroy();
    if (!signal?.aborted) throw error;
    await endCommand(container, mark).catch(() => undefined);
    throw signal.reason;
  }
  const status = await exitStatus(exec);
  const stdout = output.stdout.text();
  const failure = /^OCI runtime exec failed: .*/m.exec(stdout)?.[0];
  return {
    status,
    stdout,
    stderr: output.stderr.text(),
    truncated: output.stdout.truncated || output.stderr.truncated,
    ...(failure !== undefined && (status === 126 || status === 127) && { failure }),
  };
};

/** The stream may end a moment before the engine knows the status. */
const exitStatus = async (exec: Dockerode.Exec): Promise<number | undefined> => {
  for (let look = 0; look < 50; look++) {
    const { Running, ExitCode } = await exec.inspect({ abortSignal: deadlineSignal(5_000) });
    if (!Running) return ExitCode ?? undefined;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return undefined;
};
