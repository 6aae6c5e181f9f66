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

/** What an ingress controller showed and answered for a host with TLS. A reply is missing when there was no time to ask. */
export interface TlsLook {
  vantage: Vantage;
  rule: TlsRule;
  secret: TlsSecret;
  backends: ServiceBackends;
  /** The endpoints were others after than before. */
  moved: boolean;
  request: HttpRequest;
  /** A client that trusts the Secret's certificate alone. */
  verified: HttpReply | undefined;
  /** One to which any certificate will do. */
  unverified: HttpReply | undefined;
  /** The first client, for a host of which nobody has a certificate. */
  other: HttpReply | undefined;
  /** The ready pod that answered the first. */
  who: Backend | undefined;
  /** Plain HTTP straight to that pod. */
  plain: HttpReply | undefined;
}

/** https://www.rfc-editor.org/rfc/rfc2606: never the name of anything. */
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

/** A pod's address is reached from pods for certain, from elsewhere only on some networks. */
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
  if (!reply) return 'not asked';
  if (reply.outcome === 'answered') return `${reply.status} ${excerpt(reply.body.trim(), 80)}`;
  const words = (reply.error.split('\n')[0] ?? '').replace(/^curl: \(\d+\) /, '');
  return `${httpOutcomes[reply.outcome]}${words && ` (${excerpt(words, 160)})`}`;
};
