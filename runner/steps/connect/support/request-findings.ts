import type { Finding } from '../../../core/result.ts';
import { excerpt } from '../../../core/visible.ts';
import { explainService } from '../../../diagnosis/chain.ts';
import type { ProbeContext } from '../../../probe/exec.ts';
import { failed, type Seen, unknown } from '../../finding.ts';

/** The time of the look was over before all requests were made. */
export const tooFewRequests = (made: number, wanted: number, seen: Seen): Finding =>
  unknown('time-ran-out', `Only ${made} of ${wanted} requests were made in time.`, seen);

/** curl ended without making the request, which is no answer of the subject. */
export const curlFailed = (error: string, seen: Seen): Finding =>
  unknown('exec-failed', `curl could not make the request: ${excerpt(error, 200)}`, seen);

/** The endpoints after the requests are not those before them, so the answers prove nothing. */
export const endpointsMoved = (service: string, seen: Seen): Finding =>
  unknown('endpoints-moved', `The endpoints of Service ${service} changed while the requests were made.`, seen);

/** No pod of the Service is ready: the first broken link says why. */
export const noReadyPod = async (
  context: ProbeContext,
  { service, namespace }: { service: string; namespace: string },
  seen: Omit<Seen, 'actual'>,
): Promise<Finding> => {
  const why = await explainService(context, service, namespace);
  const message = why?.message ?? `Service ${service} has no ready pod.`;
  return failed(why?.code ?? 'no-endpoints', message, { ...seen, actual: 'no ready pod' }, why?.hint);
};
