import { isObject } from '../core/json.ts';
import { ApiError, UnreachableError } from './api-error.ts';
import type { KubernetesObject, WatchEvent } from './cluster.ts';
import { readLines } from './json-lines.ts';
import { describeCause } from './retry.ts';
import { errorOfAnswer, errorOfStatus, parseJson } from './status.ts';
import { readText, type Transport } from './transport.ts';

/** Seconds after which the server shall end the watch, and milliseconds without a byte after which it counts as dead. */
export const watchSeconds = 300;
const idleLimit = (watchSeconds + 30) * 1_000;

const eventOf = (line: string, path: string): WatchEvent => {
  const event = parseJson(line);
  if (!isObject(event) || !isObject(event['object']))
    throw new UnreachableError(`GET ${path}: a line is not a watch event`);
  const { type, object } = event;
  if (type === 'ERROR') throw errorOfStatus(object, 500);
  if (type !== 'ADDED' && type !== 'MODIFIED' && type !== 'DELETED' && type !== 'BOOKMARK')
    throw new UnreachableError(`GET ${path}: a watch event has an unknown type`);
  return { type, object: object as KubernetesObject };
};

/**
 * The events of one watch request. Ends when the server closes it or the signal fires. Rejects with ApiError if the server
 * answers with an error status or sends an ERROR event (410: the version is too old), else with UnreachableError.
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
 */
export const watchEvents = async function* (
  transport: Transport,
  path: string,
  signal: AbortSignal,
): AsyncGenerator<WatchEvent> {
  try {
    const answer = await transport.open({ method: 'GET', path, signal }, idleLimit);
    if (answer.status !== 200) throw errorOfAnswer(answer.status, await readText(answer.body));
    for await (const line of readLines(answer.body)) yield eventOf(line, path.split('?')[0] ?? path);
  } catch (cause) {
    if (signal.aborted) return;
    if (cause instanceof ApiError || cause instanceof UnreachableError) throw cause;
    throw new UnreachableError(`GET ${path.split('?')[0]}: ${describeCause(cause)}`, { cause });
  }
};
