import { createHash } from 'node:crypto';
import { PassThrough } from 'node:stream';
import type { JsonObject } from '../../../core/json.ts';
import type { ExecIo, ExecOutcome } from '../../objects/containers.ts';
import type { Pod } from '../../objects/pods.ts';
import { flagOf, type PodRuntime } from '../http/streams.ts';
import { containerNamed } from '../kinds/pod/container-name.ts';
import { badRequest, internalError, StatusError } from '../status.ts';

/** An exec or attach, as its URL asks for it. */
export interface RemoteCommand {
  action: 'exec' | 'attach';
  pod: Pod;
  container: string | undefined;
  command: readonly string[];
  stdin: boolean;
  tty: boolean;
}

export const remoteCommandOf = (action: RemoteCommand['action'], pod: Pod, query: URLSearchParams): RemoteCommand => {
  const command = query.getAll('command');
  if (action === 'exec' && command.length === 0)
    throw badRequest('you must specify at least one command for the container');
  return {
    action,
    pod,
    container: containerNamed(pod, query.get('container') ?? undefined),
    command,
    stdin: flagOf(query, 'stdin'),
    tty: flagOf(query, 'tty'),
  };
};

/** The last message to the client: a Status whose cause is the exit code. */
const statusOf = (outcome: ExecOutcome, { pod, command }: RemoteCommand): JsonObject => {
  if ('missing' in outcome) {
    const start = 'error executing command in container: failed to exec in container: failed to start exec';
    const id = createHash('sha256')
      .update(JSON.stringify([pod.metadata.uid, command]))
      .digest('hex');
    return internalError(`${start} "${id}": ${outcome.missing}`).toStatus();
  }
  if (outcome.code === 0) return { metadata: {}, status: 'Success' };
  return {
    metadata: {},
    status: 'Failure',
    message: `command terminated with non-zero exit code: exit status ${outcome.code}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(outcome.code) }] },
    code: 500,
  };
};

/** Bytes that a client may send before the command reads them. */
export const maxInput = 16 * 1024 * 1024;

/** Standard input as it arrives. Once too much is unread, further input is lost. */
export const createInput = (): PassThrough & { take(chunk: Uint8Array): void } => {
  const input = new PassThrough();
  const take = (chunk: Uint8Array): void => {
    if (input.writable && input.readableLength + input.writableLength < maxInput) input.write(chunk);
  };
  return Object.assign(input, { take });
};

/** Runs to the end; the Status for the client. */
export const runRemote = async (runtime: PodRuntime, remote: RemoteCommand, io: ExecIo): Promise<JsonObject> => {
  const { action, pod, container, command } = remote;
  try {
    const running = action === 'exec' ? runtime.exec(pod, container, command, io) : runtime.attach(pod, container, io);
    return statusOf(await running, remote);
  } catch (fault) {
    return (fault instanceof StatusError ? fault : internalError(String(fault))).toStatus();
  }
};
