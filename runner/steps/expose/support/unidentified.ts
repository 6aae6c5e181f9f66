import type { Finding } from '../../../core/result.ts';
import { unidentifiedHint } from '../../../diagnosis/sample-trouble.ts';
import type { HttpReply } from '../../../probe/http/reply.ts';
import { identify } from '../../../probe/identity/identify.ts';
import { otherPods } from '../../../probe/identity/other-pods.ts';
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
 * Judges an answer without the name of an expected pod. It fails if another pod gave it, or if the objects show that the
 * expected pods cannot have given it. Otherwise its sender is unknown, which is nobody's fault.
 */
export const judgeUnidentified = async (
  context: StepContext,
  { reply, answer, link }: Unidentified,
  seen: Seen,
): Promise<Finding> => {
  const pod = identify(reply.body, await otherPods(context, context.namespace, []));
  const sender = pod ? ` It is from pod ${pod.name}.` : '';
  const why = link ? ` ${link.message}` : '';
  return pod || link
    ? failed('pod-unexpected', `${answer}.${sender}${why}`, seen, link?.hint)
    : unknown('pod-unidentified', `${answer}. It contains the name of no pod.`, seen, unidentifiedHint);
};
