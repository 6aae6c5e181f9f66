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

/** Why the TLS handshake failed for a client that trusts the Secret's certificate. */
export const explainHandshake = async (look: TlsLook, context: StepContext): Promise<Reason> => {
  const { rule, secret, request, verified, unverified, vantage } = look;
  await assertJudge(secret, vantage, context);
  const foreign = foreignClass(rule.ingresses, context.cluster.ingress?.className);
  const why =
    certificateFault(secret, rule.host, context.clock.date()) ??
    foreign?.message ??
    (unverified?.outcome === 'tls'
      ? `For a client that accepts any certificate it fails too: ${replyText(unverified)}.`
      : `The controller uses another certificate than that of Secret ${secret.name}.`);
  const any =
    unverified?.outcome === 'answered' ? ` A client that accepts any certificate gets ${replyText(unverified)}.` : '';
  return {
    code: 'tls-failed',
    message: `${request.url}: ${replyText(verified)}. ${why}${any}`,
    ...(foreign?.hint !== undefined && { hint: foreign.hint }),
  };
};

/**
 * Rejects if curl is too old for the check. Only curl 7.68 and later (X509_V_FLAG_PARTIAL_CHAIN) can trust a
 * certificate without the authority that signed it. An older curl would reject a correct Secret.
 */
const assertJudge = async ({ certificate }: TlsSecret, vantage: Vantage, context: StepContext): Promise<void> => {
  if (certificate.checkIssued(certificate)) return;
  const { stdout } = await runCommand(context, vantage, { argv: ['curl', '--version'] });
  const [, major, minor] = /^curl (\d+)\.(\d+)/.exec(stdout) ?? [];
  if (Number(major) * 1_000 + Number(minor) >= 7_068) return;
  throw new Unobservable(
    'tool-missing',
    `The curl in ${describeVantage(vantage)} (${stdout.split('\n')[0]?.slice(0, 40)}) cannot verify a certificate without its authority; that takes curl 7.68 or later.`,
    'Use `from: probe` or `from: outside`.',
  );
};

/** Why the pod does not get plain HTTP. With `subject` that was observed; otherwise it is unknown. */
export const plainFault = ({ who, plain }: TlsLook): { subject: boolean; reason: Reason } | undefined => {
  if (!who) return undefined;
  const words = `Plain HTTP to pod ${who.name} at port ${who.ports[0]}: ${replyText(plain)}`;
  if (!plain) return { subject: false, reason: { code: 'time-ran-out', message: `${words}.` } };
  if (plain.outcome === 'answered')
    return identify(plain.body, [who])
      ? undefined
      : { subject: true, reason: { code: plainCode(plain), message: `${words}. ${encrypted}` } };
  if (isUnseen(plain))
    return {
      subject: false,
      reason: { code: 'control-failed', message: `${words}. So the protocol of the pod is unknown.` },
    };
  return { subject: true, reason: { code: plainCode(plain), message: `${words}. ${encrypted}` } };
};

const encrypted = 'A controller that terminates TLS forwards plain HTTP to the pods.';

/** Whether the pod was not reached, so that its protocol is unknown. */
const isUnseen = ({ outcome }: HttpReply): boolean =>
  ['refused', 'dropped', 'unresolvable', 'hung', 'other'].includes(outcome);

const plainCode = ({ outcome, status = 0 }: HttpReply): Reason['code'] => {
  if (outcome !== 'answered') return unansweredCodes[outcome];
  return status >= 400 ? 'status-mismatch' : 'pod-unidentified';
};
