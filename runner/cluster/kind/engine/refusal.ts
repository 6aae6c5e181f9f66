import { deadlineSignal } from '../../../core/clock.ts';
import type { Refusal } from '../../cluster.ts';
import { type EngineCandidate, listEngineCandidates } from './engine-candidates.ts';

const longestPing = 700;

const sentences: Record<string, string> = {
  ENOENT: 'there is no such socket',
  ECONNREFUSED: 'nothing listens there',
  EACCES: 'this user may not use the socket',
  EPERM: 'this user may not use the socket',
  ENOTFOUND: 'the host name does not resolve',
};

const explain = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return sentences[code] ?? (error instanceof Error ? error.message.trim() : String(error));
};

/** Why the engine does not answer; undefined if it does. Its client has no abort, so a late answer is ignored. */
const findFault = async ({ options }: EngineCandidate, pingMs: number): Promise<string | undefined> => {
  const { default: Docker } = await import('dockerode');
  const late = Promise.withResolvers<string>();
  const deadline = deadlineSignal(pingMs);
  deadline.addEventListener('abort', () => late.resolve(`no answer within ${pingMs} ms`), { once: true });
  const ping = new Docker(options).ping().then(() => undefined, explain);
  return Promise.race([ping, late.promise]);
};

/** Why no candidate can be used; undefined if one answers. `pingMs`: the longest time for an answer. */
export const refusalOf = async (
  candidates: readonly EngineCandidate[],
  pingMs = longestPing,
): Promise<Refusal | undefined> => {
  const faults = await Promise.all(candidates.map((each) => findFault(each, pingMs)));
  if (faults.includes(undefined)) return undefined;
  const tried = candidates.map(({ name }, index) => `${name}: ${faults[index]}`);
  return {
    code: 'docker-unavailable',
    reason: `No container engine answers. ${tried.join('; ')}.`,
    hint: faults.includes(sentences['EACCES'])
      ? 'Add yourself to the group docker and log in again, or set DOCKER_HOST to an engine that you may use.'
      : 'Start Docker, or set DOCKER_HOST to the engine (docker context inspect shows its address). --cluster embedded needs none.',
  };
};

/** Why no container engine can be used here; undefined if one answers. Takes less than a second. */
export const findRefusal = async (): Promise<Refusal | undefined> => {
  try {
    return await refusalOf(await listEngineCandidates());
  } catch (cause) {
    // The constructor of the client reads its variables, and throws if a host is not an address or a certificate is missing.
    return {
      code: 'docker-unavailable',
      reason: `The variables of the container engine cannot be used: ${explain(cause)}.`,
      hint: 'Correct DOCKER_HOST and DOCKER_CERT_PATH, or unset them. --cluster embedded needs none.',
    };
  }
};
