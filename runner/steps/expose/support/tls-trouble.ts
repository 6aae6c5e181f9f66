import type { Vantage } from '../../../cluster/cluster.ts';
import type { Reason } from '../../../core/reason.ts';
import { unansweredCodes } from '../../../diagnosis/connection-reason.ts';
import { foreignClass } from '../../../diagnosis/explain-ingress.ts';
import { runCommand } from '../../../probe/exec.ts';
import type { HttpReply } from '../../../probe/http/reply.ts';
import { identify } from '../../../probe/identity/identify.ts';
import { describeVantage } from '../../../probe/vantage-text.ts';
import { Unobservable } from '../../finding.ts';
import type { StepContext } from '../../step.ts';
import { replyText, type TlsLook } from './tls-look.ts';
import { certificateFault, type TlsSecret } from './tls-secret.ts';

/** Why a client that trusts the Secret's certificate broke the handshake off. */
export const explainHandshake = async (look: TlsLook, context: StepContext): Promise<Reason> => {
  const { rule, secret, request, verified, unverified, vantage } = look;
  await assertJudge(secret, vantage, context);
  const foreign = foreignClass(rule.ingresses, context.cluster.ingress?.className);
  const why =
    certificateFault(secret, rule.host, context.clock.date()) ??
    foreign?.message ??
    (unverified?.outcome === 'tls'
      ? `A client to which any certificate will do gets no further: ${replyText(unverified)}.`
      : `The controller showed another certificate than that of Secret ${secret.name}.`);
  const any = unverified?.outcome === 'answered' ? ` With any certificate the answer is ${replyText(unverified)}.` : '';
  return {
    code: 'tls-failed',
    message: `${request.url}: ${replyText(verified)}. ${why}${any}`,
    ...(foreign?.hint !== undefined && { hint: foreign.hint }),
  };
};

/**
 * A certificate that an authority signed is trusted by itself, without its authority, only by curl since 7.68 (it sets
 * X509_V_FLAG_PARTIAL_CHAIN): an older one would blame the Secret for nothing.
 */
const assertJudge = async ({ certificate }: TlsSecret, vantage: Vantage, context: StepContext): Promise<void> => {
  if (certificate.checkIssued(certificate)) return;
  const { stdout } = await runCommand(context, vantage, { argv: ['curl', '--version'] });
  const [, major, minor] = /^curl (\d+)\.(\d+)/.exec(stdout) ?? [];
  if (Number(major) * 1_000 + Number(minor) >= 7_068) return;
  throw new Unobservable(
    'tool-missing',
    `The curl in ${describeVantage(vantage)} (${stdout.split('\n')[0]?.slice(0, 40)}) cannot verify a certificate without its authority; curl 7.68 can.`,
    'Use `from: probe` or `from: outside`.',
  );
};

/** What contradicts that the controller speaks plain HTTP to the pod; `subject`: seen, not merely unknown. */
export const plainFault = ({ who, plain }: TlsLook): { subject: boolean; reason: Reason } | undefined => {
  if (!who) return undefined;
  const words = `plain HTTP to pod ${who.name} at port ${who.ports[0]}: ${replyText(plain)}`;
  if (!plain) return { subject: false, reason: { code: 'time-ran-out', message: `${words}.` } };
  if (plain.outcome === 'answered')
    return identify(plain.body, [who])
      ? undefined
      : { subject: true, reason: { code: plainCode(plain), message: `${words}. ${encrypted}` } };
  if (isUnseen(plain))
    return { subject: false, reason: { code: 'control-failed', message: `Nobody knows what it speaks: ${words}.` } };
  return { subject: true, reason: { code: plainCode(plain), message: `${words}. ${encrypted}` } };
};

const encrypted = 'A controller that terminates TLS speaks plain HTTP to the pods.';

/** The pod was not reached, so it said nothing. */
const isUnseen = ({ outcome }: HttpReply): boolean =>
  ['refused', 'dropped', 'unresolvable', 'hung', 'other'].includes(outcome);

const plainCode = ({ outcome, status = 0 }: HttpReply): Reason['code'] => {
  if (outcome !== 'answered') return unansweredCodes[outcome];
  return status >= 400 ? 'status-mismatch' : 'pod-unidentified';
};
