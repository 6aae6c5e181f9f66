import type { Vantage } from '../../../cluster/cluster.ts';
import { excerpt } from '../../../core/visible.ts';
import { requestAll } from '../../../probe/http/http.ts';
import { httpOutcomes } from '../../../probe/http/outcome.ts';
import type { HttpReply } from '../../../probe/http/reply.ts';
import { type HttpRequest, hostText } from '../../../probe/http/request.ts';
import { type Backend, readBackends, type ServiceBackends, sameBackends } from '../../../probe/identity/backends.ts';
import { identify } from '../../../probe/identity/identify.ts';
import type { StepContext } from '../../step.ts';
import { ingressAccess, ingressRequest } from './ingress-request.ts';
import { readTlsRule, type TlsRule, type TlsRuleQuery } from './tls-rule.ts';
import { readTlsSecret, type TlsSecret } from './tls-secret.ts';

export interface TlsSpec extends TlsRuleQuery {
  path: string;
  from: string;
}

/**
 * The answers of an ingress controller for a host with TLS. A reply is undefined if the request was not made in time.
 */
export interface TlsLook {
  vantage: Vantage;
  rule: TlsRule;
  secret: TlsSecret;
  backends: ServiceBackends;
  /** Whether the endpoints changed during the requests. */
  moved: boolean;
  request: HttpRequest;
  /** The answer to a client that trusts only the Secret's certificate. */
  verified: HttpReply | undefined;
  /** The answer to a client that accepts any certificate. */
  unverified: HttpReply | undefined;
  /** The answer to the first client for a host that has no certificate. */
  other: HttpReply | undefined;
  /** The ready pod that gave the first answer. */
  who: Backend | undefined;
  /** The pod's own answer to plain HTTP. */
  plain: HttpReply | undefined;
}

/** A reserved name that never exists: https://www.rfc-editor.org/rfc/rfc2606. */
export const otherHost = 'other.invalid';

export const takeTlsLook = async (spec: TlsSpec, context: StepContext): Promise<TlsLook> => {
  const { path, backend } = spec;
  const vantage = await context.vantage(spec.from);
  const access = ingressAccess(context);
  const rule = await readTlsRule(spec, context);
  const secret = await readTlsSecret(rule.secret, context);
  const query = { service: backend, ...(rule.port !== undefined && { port: rule.port }) };
  const before = await readBackends(context, query);
  const request = ingressRequest({ host: rule.host, path, tls: true }, access);
  const requests = [
    request,
    { ...request, insecure: true },
    ingressRequest({ host: otherHost, path, tls: true }, access),
  ];
  const replies = await requestAll(context, vantage, requests, { certificates: secret.leaf });
  const [verified, unverified, other] = requests.map((_each, index) => replies.find((each) => each.request === index));
  const who = verified?.outcome === 'answered' ? identify(verified.body, before.ready) : undefined;
  const plain = who && (await askPlainly(who, { host: rule.host, path, vantage }, context));
  const after = await readBackends(context, query);
  const moved = !sameBackends(before.ready, after.ready);
  return { vantage, rule, secret, backends: before, moved, request, verified, unverified, other, who, plain };
};

/** Sends plain HTTP to a pod, from a pod: on some networks, other hosts cannot reach the addresses of pods. */
const askPlainly = async (
  { address, ports }: Backend,
  { host, path, vantage }: { host: string; path: string; vantage: Vantage },
  context: StepContext,
): Promise<HttpReply | undefined> => {
  const place = vantage.place === 'pod' ? vantage : await context.vantage('probe');
  const url = `http://${hostText(address)}:${ports[0]}${path}`;
  return (await requestAll(context, place, [{ url, headers: { Host: host } }]))[0];
};

/** "200 You've hit kubia-1", "the TLS handshake failed (certificate has expired)". */
export const replyText = (reply: HttpReply | undefined): string => {
  if (!reply) return 'no request was made';
  if (reply.outcome === 'answered') return `${reply.status} ${excerpt(reply.body.trim(), 80)}`;
  const words = (reply.error.split('\n')[0] ?? '').replace(/^curl: \(\d+\) /, '');
  return `${httpOutcomes[reply.outcome]}${words && ` (${excerpt(words, 160)})`}`;
};
