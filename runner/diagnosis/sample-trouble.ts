import type { Reason } from '../core/reason.ts';
import { excerpt } from '../core/visible.ts';
import type { ProbeContext } from '../probe/exec.ts';
import { isSpoilt, type Sample } from '../probe/statistics/sample.ts';
import type { Target } from '../probe/target.ts';
import { connectionReason } from './connection-reason.ts';

/** A fault of a sample. With `subject` the subject is at fault: failed. Otherwise nothing was observed: an error. */
export interface SampleTrouble {
  subject: boolean;
  reason: Reason;
}

/** Why a sample is unusable, whatever was expected of it. Undefined if it is usable. */
export const sampleTrouble = async (
  context: ProbeContext,
  sample: Sample,
  target: Target,
): Promise<SampleTrouble | undefined> => {
  if (sample.moved)
    return {
      subject: false,
      reason: {
        code: 'endpoints-moved',
        message: `The endpoints of Service ${target.service} changed while the requests were made.`,
        hint: 'Wait until the rollout is complete, for example with wait-for.',
      },
    };
  const failure = sample.failures[0];
  if (failure) {
    const share = `${sample.failures.length} of ${sample.replies.length} requests got no answer. `;
    const reason = await connectionReason(context, failure, { url: target.url, behind: target });
    if (reason) return { subject: true, reason: { ...reason, message: share + reason.message } };
    return { subject: false, reason: { code: 'exec-failed', message: share + excerpt(failure.error, 200) } };
  }
  if (isSpoilt(sample)) return strangerTrouble(sample, target);
  if (sample.replies.length < sample.asked && sample.replies.length === 0)
    return { subject: false, reason: { code: 'time-ran-out', message: 'No request was made in time.' } };
  return undefined;
};

const strangerTrouble = ({ strangers, replies }: Sample, { service }: Target): SampleTrouble => {
  const named = strangers.find(({ pod }) => pod !== undefined);
  if (named)
    return {
      subject: true,
      reason: {
        code: 'pod-unexpected',
        message: `Pod ${named.pod} answered, but it is not among the ready endpoints of Service ${service}.`,
      },
    };
  const reply = strangers[0]?.reply;
  return {
    subject: false,
    reason: {
      code: 'pod-unidentified',
      message: `${strangers.length} of ${replies.length} answers contain the name of no pod, such as ${reply?.status} "${excerpt(reply?.body.trim() ?? '', 80)}". So it is unknown which pods of Service ${service} answered.`,
      hint: unidentifiedHint,
    },
  };
};

/** For an answer whose sender is unknown. */
export const unidentifiedHint = "The answer must contain the pod's hostname, as that of luksa/kubia does.";
