import type { Vantage } from '../../../cluster/cluster.ts';
import type { StepContext } from '../../step.ts';
import { timeLooking } from '../../time-looking.ts';
import { askDns, type DnsTranscript, resolverOf } from './ask-dns.ts';
import { type DnsVerdict, meansCluster, sumUp } from './dns-verdict.ts';
import type { Question } from './lookup.ts';
import type { ResolverSettings } from './resolver-settings.ts';

/** One attempt of a DNS kind: the questions and answers at a vantage point, and the time since the first attempt. */
export interface DnsLook {
  vantage: Vantage;
  transcript: DnsTranscript;
  /** The result of each question, in order. The first one is the control. */
  verdicts: DnsVerdict[];
  /** Milliseconds since the step's first attempt. */
  took: number;
}

/** Asks the control, which must be a name of the cluster, and the other questions, in one exec. */
export const takeLook = async (
  context: StepContext,
  from: string,
  questionsFor: (settings: ResolverSettings, vantage: Vantage) => readonly Question[],
): Promise<DnsLook> => {
  const vantage = await context.vantage(from);
  const questions = questionsFor(await resolverOf(context, vantage), vantage);
  const transcript = await askDns(context, vantage, questions);
  const took = timeLooking(context);
  const own = await ownNames(questions, context);
  const verdicts = transcript.lookups.map((each) => sumUp(each, transcript.settings, own.has(each.question.name)));
  return { vantage, transcript, verdicts, took };
};

/** The names that can only mean a Service of the cluster, the control among them. */
const ownNames = async (questions: readonly Question[], context: StepContext): Promise<Set<string>> => {
  const [control, ...names] = new Set(questions.map(({ name }) => name));
  const own = new Set(control === undefined ? [] : [control]);
  for (const name of names) if (await meansCluster(name, context)) own.add(name);
  return own;
};
