import type { Finding } from '../../../core/result.ts';
import { unidentifiedHint } from '../../../diagnosis/sample-trouble.ts';
import type { HttpReply } from '../../../probe/http/reply.ts';
import { identify } from '../../../probe/identity/identify.ts';
import { type NamedPod, otherPods } from '../../../probe/identity/other-pods.ts';
import { failed, type Seen, unknown } from '../../finding.ts';
import type { StepContext } from '../../step.ts';

export interface Unidentified {
  reply: HttpReply;
  /** The answer, in a sentence without its full stop. */
  answer: string;
  /** Why the objects do not lead the request to the expected Service, if they do not. */
  link?: { message: string; hint?: string } | undefined;
}

/**
 * The pod that gave an answer: of the own namespace, or of any other, because an ingress controller serves all of them.
 * There, pods of several namespaces may have the same hostname, and any of them is a stranger.
 */
const findSender = async (context: StepContext, { body }: HttpReply): Promise<NamedPod | undefined> => {
  const pods = await otherPods(context, undefined, []);
  const own = pods.filter(({ namespace }) => namespace === context.namespace);
  return identify(body, own) ?? pods.find((pod) => identify(body, [pod]));
};

const senderText = ({ name, namespace = '' }: NamedPod, own: string): string =>
  namespace === own ? ` It is from pod ${name}.` : ` It is from pod ${name} of namespace ${namespace}.`;

/**
 * Judges an answer without the name of an expected pod. It fails if another pod gave it, or if the objects show that the
 * expected pods cannot have given it. Otherwise its sender is unknown, which is nobody's fault.
 */
export const judgeUnidentified = async (
  context: StepContext,
  { reply, answer, link }: Unidentified,
  seen: Seen,
): Promise<Finding> => {
  const pod = await findSender(context, reply);
  const sender = pod ? senderText(pod, context.namespace) : '';
  const why = link ? ` ${link.message}` : '';
  return pod || link
    ? failed('pod-unexpected', `${answer}.${sender}${why}`, seen, link?.hint)
    : unknown('pod-unidentified', `${answer}. It contains the name of no pod.`, seen, unidentifiedHint);
};
