import type { KubernetesObject } from '../cluster/cluster.ts';
import { objectsAt, textAt } from '../core/json.ts';
import type { Reason, ReasonCode } from '../core/reason.ts';
import { excerpt } from '../core/visible.ts';
import type { ProbeContext } from '../probe/exec.ts';
import { type HttpOutcome, httpOutcomes } from '../probe/http/outcome.ts';
import type { HttpReply } from '../probe/http/reply.ts';
import { parseUrl, portOf } from '../probe/http/request.ts';
import { portList } from '../probe/service-port.ts';
import { findService, serviceNamed } from '../probe/target.ts';
import { explainService } from './chain.ts';

/** The reason code for each outcome of a request without an answer. With `other`, the prober is at fault. */
export const unansweredCodes: Record<Exclude<HttpOutcome, 'answered'>, ReasonCode> = {
  refused: 'refused',
  dropped: 'dropped',
  unresolvable: 'unresolvable',
  tls: 'tls-failed',
  hung: 'no-answer',
  reset: 'reset',
  empty: 'reset',
  garbled: 'body-mismatch',
  other: 'exec-failed',
};

/** Outcomes that a fault in the Service's objects can cause. After any other outcome, a pod had been reached. */
const mayBeTheService = new Set<HttpOutcome>(['refused', 'dropped', 'unresolvable']);

/** Where a request was sent. */
export interface Destination {
  url: string;
  /** The Service behind the URL, if the caller knows it. By default it is looked up by the URL's host. */
  behind?: { service: string; namespace: string } | undefined;
  /** The observed outcome as a sentence without its full stop. By default the URL and the outcome. */
  observed?: string;
}

/**
 * Why a request got no answer: the first broken link of the Service behind the URL if there is one, otherwise what the
 * network reported. Undefined for `answered`, and for `other`, where curl itself is at fault.
 */
export const connectionReason = async (
  context: ProbeContext,
  { outcome, error }: Pick<HttpReply, 'outcome' | 'error'>,
  destination: Destination,
): Promise<Reason | undefined> => {
  const { observed = `${destination.url}: ${httpOutcomes[outcome]}` } = destination;
  if (outcome === 'answered' || outcome === 'other') return undefined;
  const link = mayBeTheService.has(outcome) ? await brokenLink(context, destination) : undefined;
  if (!link)
    return {
      code: unansweredCodes[outcome],
      message: `${observed}${error && ` (${excerpt(error, 200)})`}.`,
    };
  const code = link.code === 'refused' ? unansweredCodes[outcome] : link.code;
  return { ...link, code, message: `${observed}. ${link.message}` };
};

const brokenLink = async (context: ProbeContext, { url, behind }: Destination): Promise<Reason | undefined> => {
  if (behind) return explainService(context, behind.service, behind.namespace);
  const found = await findService(context, url);
  if (found) return unknownPort(found, url) ?? explainService(context, found.metadata.name, found.metadata.namespace);
  // A name without a dot can only mean a Service of the namespace.
  const host = parseUrl(url).hostname;
  const named = host.includes('.svc') || !host.includes('.') ? serviceNamed(context, host) : undefined;
  return named && explainService(context, named.name, named.namespace);
};

/**
 * A cluster IP has only the ports of its Service. The name of a headless Service leads to the pods, with their own
 * ports.
 */
const unknownPort = (service: KubernetesObject, url: string): Reason | undefined => {
  const ports = objectsAt(service, 'spec', 'ports');
  const proxied = !['', 'None'].includes(textAt(service, 'spec', 'clusterIP') ?? '');
  if (!proxied || ports.some((each) => each['port'] === portOf(url) || each['nodePort'] === portOf(url)))
    return undefined;
  const message = `Service ${service.metadata.name} has no port ${portOf(url)}; it has ${portList(service)}.`;
  return { code: 'refused', message };
};
