import type { Finding } from '../../core/result.ts';
import { object, optional, string, withDefault } from '../../core/shape.ts';
import { unansweredCodes } from '../../diagnosis/connection-reason.ts';
import { explainIngress } from '../../diagnosis/explain-ingress.ts';
import { commandLine } from '../../probe/command-line.ts';
import { reproduceRequest } from '../../probe/reproduce.ts';
import { describeVantage } from '../../probe/vantage-text.ts';
import { endpointsMoved } from '../connect/support/request-findings.ts';
import { failed, passed, type Seen, unknown } from '../finding.ts';
import { fromShape } from '../from-shape.ts';
import { defineStep, type StepContext } from '../step.ts';
import { judgeRoute } from './support/route-row.ts';
import { otherHost, replyText, type TlsLook, type TlsSpec, takeTlsLook } from './support/tls-look.ts';
import { observeCertificate } from './support/tls-secret.ts';
import { explainHandshake, plainFault } from './support/tls-trouble.ts';
import { judgeUnidentified } from './support/unidentified.ts';

const expectation = ({ host, ingress, secret, backend, from }: TlsSpec): string =>
  `${host ?? `Ingress ${ingress}`} is served over HTTPS with the certificate of ${secret ? `Secret ${secret}` : 'its Secret'} and backend ${backend} from ${from}`;

/** Checks that the ingress controller terminates TLS with a Secret's certificate, and that pods get plain HTTP. */
export const ingressTerminatesTls = defineStep<TlsSpec>({
  key: 'ingress-terminates-tls',
  group: 'expose',
  summary:
    "The ingress controller serves the host with the certificate of the Ingress's Secret, and forwards plain HTTP to the pods.",
  description: `
Reads from the Ingress which Secret has the certificate for the host ([TLS](https://kubernetes.io/docs/concepts/services-networking/ingress/#tls)).
Then a client that trusts only this certificate sends an HTTPS request for the host. The certificate must be valid, including its
names and dates, and a ready pod of the backend must answer. The same client must reject the controller's certificate for an
unknown host. The pod that answered must also answer plain HTTP on its port, because the controller forwards plain HTTP. If
there is no Secret, or its certificate does not match the host, controllers use a certificate of their own.
`.trim(),
  shape: object(
    {
      host: optional(
        string('The host of the request. Default: the first host for which the Ingress has a certificate.'),
      ),
      ingress: optional(string('The Ingress. Default: all Ingresses of the namespace.')),
      path: withDefault(string('The path of the request.', { pattern: '^/' }), '/'),
      backend: string('The Service whose ready pod must answer.'),
      secret: optional(string('The Secret that the Ingress must have for the host. Default: any.')),
      from: fromShape('outside'),
    },
    'A host with TLS, and its backend.',
    { anyOf: [{ required: ['host'] }, { required: ['ingress'] }] },
  ),
  example: '{ host: kubia.example.com, backend: kubia, secret: tls-secret }',
  within: 60_000,
  needs: () => ({ ingress: true }),
  describe: expectation,
  run: async (spec, context) => {
    const look = await takeTlsLook(spec, context);
    return judge(spec, look, seenOf(spec, look, context), context);
  },
});

/**
 * curl cannot read the file of trusted certificates, which the prober wrote.
 * https://curl.se/libcurl/c/libcurl-errors.html
 */
const cannotReadBundle = 77;

const judge = async (spec: TlsSpec, look: TlsLook, seen: Seen, context: StepContext): Promise<Finding> => {
  const { verified, other, request } = look;
  const words = `${request.url}: ${replyText(verified)}`;
  if (!verified || !other) return unknown('time-ran-out', 'The requests were not all made in time.', seen);
  if (verified.outcome === 'other' || verified.exit === cannotReadBundle)
    return unknown('exec-failed', `curl could not make the request: ${words}.`, seen);
  if (verified.outcome === 'tls') {
    const { code, message, hint } = await explainHandshake(look, context);
    return failed(code, message, seen, hint);
  }
  if (verified.outcome !== 'answered') return failed(unansweredCodes[verified.outcome], `${words}.`, seen);
  if (other.outcome !== 'tls')
    return unknown(
      'control-failed',
      `A client that trusts only the certificate of Secret ${look.secret.name} must reject the certificate for ${otherHost}, but the result was: ${replyText(other)}. So its trust proves nothing.`,
      seen,
    );
  if (look.moved) return endpointsMoved(spec.backend, seen);
  return judgeAnswer(spec, look, seen, context);
};

/** Judges the answer, after the certificate was found to be right. */
const judgeAnswer = async (
  { path, backend }: TlsSpec,
  look: TlsLook,
  seen: Seen,
  context: StepContext,
): Promise<Finding> => {
  const { verified, rule, backends, request } = look;
  const route = { host: rule.host, path, backend, tls: true };
  const { holds, fault, actual } = judgeRoute(route, verified, new Map([[backend, backends]]));
  if (!holds) {
    const link = await explainIngress(context, route, verified?.status);
    const answer = `${request.url}: ${actual}`;
    if (!verified || !fault) return unknown('time-ran-out', `${answer}.`, seen);
    if (fault === 'pod-unidentified') return judgeUnidentified(context, { reply: verified, answer, link }, seen);
    return failed(fault, `${answer}. ${link?.message ?? ''}`.trim(), seen, link?.hint);
  }
  const plain = plainFault(look);
  if (!plain) return passed(seen);
  const { code, message, hint } = plain.reason;
  return plain.subject ? failed(code, message, seen, hint) : unknown(code, message, seen, hint);
};

const seenOf = (spec: TlsSpec, look: TlsLook, context: StepContext): Seen => {
  const { rule, secret, verified, unverified, other, who, plain, vantage } = look;
  const certificate = observeCertificate(secret);
  const lines = [
    `${rule.host}, trusting the certificate of Secret ${secret.name}: ${replyText(verified)}`,
    `${rule.host}, trusting any certificate: ${replyText(unverified)}`,
    `${otherHost}, trusting the certificate of Secret ${secret.name}: ${replyText(other)}`,
    ...(who ? [`pod ${who.name} in plain HTTP: ${replyText(plain)}`] : []),
  ];
  return {
    expected: expectation(spec),
    actual: `${replyText(verified)}${who ? ` by ${who.name}` : ''}`,
    evidence: [
      { title: `requests from ${describeVantage(vantage)}`, text: lines.join('\n') },
      {
        title: `certificate of Secret ${secret.name}`,
        text: Object.entries(certificate)
          .map(([key, value]) => `${key}: ${value}`)
          .join('\n'),
      },
    ],
    reproduce: reproduceTls(look, context),
    observation: {
      host: rule.host,
      secret: secret.name,
      certificate,
      status: verified?.status ?? null,
      pod: who?.name ?? null,
      others: other?.outcome ?? null,
    },
  };
};

/** From outside, the line reads the certificate with kubectl. At other vantage points it accepts any certificate. */
const reproduceTls = ({ vantage, request, secret }: TlsLook, { namespace }: StepContext): string => {
  if (vantage.place !== 'outside') return reproduceRequest(vantage, { ...request, insecure: true });
  const read = ['kubectl', 'get', 'secret', secret.name, '-n', namespace, '-o', 'jsonpath={.data.tls\\.crt}'];
  return `${commandLine(read)} | base64 -d | ${reproduceRequest(vantage, request).replace('curl ', 'curl --cacert /dev/stdin ')}`;
};
