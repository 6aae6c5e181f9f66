import type { Vantage } from '../../../cluster/cluster.ts';
import { Unobservable } from '../../finding.ts';
import type { StepContext } from '../../step.ts';
import { askDig } from './ask-dig.ts';
import { askGetent, canAskGetent } from './ask-getent.ts';
import type { Asking, Lookup, Question } from './lookup.ts';
import { readResolvConf } from './read-resolv-conf.ts';
import { type ResolverSettings, readResolverSettings } from './resolver-settings.ts';

export interface DnsTranscript {
  settings: ResolverSettings;
  lookups: Lookup[];
  text: string;
}

/**
 * Asks all questions with dig, or with getent if there is no dig. If no server answers the first question, the control,
 * the others may stay unanswered, because each would wait as long. Rejects as `runBatch` does, and with spec-invalid
 * for an invalid name.
 */
export const askDns = async (
  context: StepContext,
  vantage: Vantage,
  questions: readonly Question[],
): Promise<DnsTranscript> => {
  for (const { name } of questions) assertName(name);
  const settings = await resolverOf(context, vantage);
  const asking: Asking = { context, vantage, settings, texts: [] };
  const lookups = await ask(asking, questions);
  return { settings, lookups, text: asking.texts.join('\n') };
};

const ask = async (asking: Asking, questions: readonly Question[]): Promise<Lookup[]> => {
  const { memory } = asking.context;
  const without = `without dig ${JSON.stringify(asking.vantage)}`;
  if (memory.has(without)) return askGetent(asking, questions);
  try {
    return await askDig(asking, questions);
  } catch (fault) {
    if (!isMissingTool(fault) || !canAskGetent(questions)) throw fault;
    memory.set(without, true);
    // If both are missing, the message names dig.
    return askGetent(asking, questions).catch((second: unknown) => {
      throw isMissingTool(second) ? fault : second;
    });
  }
};

const isMissingTool = (fault: unknown): boolean =>
  fault instanceof Unobservable && fault.reason.code === 'tool-missing';

/** The resolver settings at a vantage point, read once for each step. */
export const resolverOf = async (context: StepContext, vantage: Vantage): Promise<ResolverSettings> => {
  const key = `resolver ${JSON.stringify(vantage)}`;
  const known = context.memory.get(key) as ResolverSettings | undefined;
  if (known) return known;
  const settings = readResolverSettings(await readResolvConf(context, vantage));
  context.memory.set(key, settings);
  return settings;
};

const assertName = (name: string): void => {
  if (name.length <= 254 && /^[a-z0-9_]([a-z0-9_-]|\.(?!\.))*$/i.test(name)) return;
  throw new Unobservable('spec-invalid', `${JSON.stringify(name.slice(0, 300))} is not a valid DNS name.`);
};
