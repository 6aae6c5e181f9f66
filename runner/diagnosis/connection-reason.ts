import type { KubernetesObject } from '../cluster/cluster.ts';
import type { Reason, ReasonCode } from '../core/reason.ts';
import { excerpt } from '../core/visible.ts';
import type { ProbeContext } from '../probe/exec.ts';
import { type HttpOutcome, httpOutcomes } from '../probe/http/outcome.ts';
import type { HttpReply } from '../probe/http/reply.ts';
import { parseUrl, portOf } from '../probe/http/request.ts';
import { objectsAt, textAt } from '../probe/read-object.ts';
import { findService, serviceNamed } from '../probe/target.ts';
import { explainService } from './chain.ts';

/** What each way of not being answered is called; `other` is the prober's own fault. */
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

/** Outcomes that faulty Service objects can cause; the others show that a pod was reached. */
const mayBeTheService = new Set<HttpOutcome>(['refused', 'dropped', 'unresolvable']);

/**
 * Why a request came to no answer: the first broken link of the Service behind the URL when there is one, else what the
 * network said. Undefined for `other`: there curl itself was at fault. `network` says in other words what was seen.
 */
export const connectionReason = async (
  context: ProbeContext,
  reply: Pick<HttpReply, 'outcome' | 'error'>,
  url: string,
  known?: { service: string; namespace: string },
  network = `${url}: ${httpOutcomes[reply.outcome]}`,
): Promise<Reason | undefined> => {
  const { outcome } = reply;
  if (outcome === 'answered' || outcome === 'other') return undefined;
  const link = mayBeTheService.has(outcome) ? await brokenLink(context, url, known) : undefined;
  if (!link)
    return {
      code: unansweredCodes[outcome],
      message: `${network}${reply.error && ` (${excerpt(reply.error, 200)})`}.`,
    };
  const code = link.code === 'refused' ? unansweredCodes[outcome] : link.code;
  return { ...link, code, message: `${network}. ${link.message}` };
};

const brokenLink = async (
  context: ProbeContext,
  url: string,
  known: { service: string; namespace: string } | undefined,
): Promise<Reason | undefined> => {
  if (known) return explainService(context, known.service, known.namespace);
  const found = await findService(context, url);
  if (found) return unknownPort(found, url) ?? explainService(context, found.metadata.name, found.metadata.namespace);
  // A name of one word can only be meant as a Service of the namespace.
  const host = parseUrl(url).hostname;
  const named = host.includes('.svc') || !host.includes('.') ? serviceNamed(context, host) : undefined;
  return named && explainService(context, named.name, named.namespace);
};

/** A cluster IP means something only together with the Service's ports. A headless Service's names lead to the pods' own ports. */
const unknownPort = (service: KubernetesObject, url: string): Reason | undefined => {
  const ports = objectsAt(service, 'spec', 'ports');
  const proxied = !['', 'None'].includes(textAt(service, 'spec', 'clusterIP'));
  if (!proxied || ports.some((each) => each['port'] === portOf(url) || each['nodePort'] === portOf(url)))
    return undefined;
  const known = [...new Set(ports.map((each) => each['port']))].join(', ');
  return { code: 'refused', message: `Service ${service.metadata.name} has no port ${portOf(url)}; it has ${known}.` };
};
