import type { Vantage } from '../../cluster/cluster.ts';
import type { Reason } from '../../core/reason.ts';
import type { Evidence } from '../../core/result.ts';
import { choice, object, optional, string, withDefault } from '../../core/shape.ts';
import { excerpt } from '../../core/visible.ts';
import { connectionReason } from '../../diagnosis/connection-reason.ts';
import { hostText } from '../../probe/http/request.ts';
import { reproduceLine } from '../../probe/reproduce.ts';
import {
  openSocket,
  type Protocol,
  type SocketReply,
  type SocketRequest,
  socketWords,
} from '../../probe/socket/socket.ts';
import { resolveSocket, type SocketTarget } from '../../probe/socket/socket-target.ts';
import { failed, passed, type Seen, unknown } from '../finding.ts';
import { fromShape } from '../from-shape.ts';
import { defineStep, type StepContext } from '../step.ts';
import { expectedText, type TextSpec, textFault } from './support/answer.ts';
import { portShape } from './support/target-shape.ts';

export interface ConnectsSpec extends TextSpec {
  to?: string;
  service?: string;
  port?: number | string;
  protocol: Protocol;
  from: string;
  send?: string;
}

const expectation = (spec: ConnectsSpec): string => {
  const { service, to, port, protocol, from, send } = spec;
  const where = `${service === undefined ? to : `Service ${service}`}${port === undefined ? '' : ` port ${port}`}`;
  const text = expectedText(spec);
  if (protocol === 'UDP') return ['a UDP datagram from', from, 'to', where, 'is answered', ...text].join(' ');
  const opened = `a TCP connection from ${from} to ${where} is accepted`;
  if (send === undefined && text.length === 0) return opened;
  return [`${opened}, and the server ${send === undefined ? 'sends a text' : 'answers'}`, ...text].join(' ');
};

/** Opens a TCP connection, or sends a UDP datagram. */
export const connects = defineStep<ConnectsSpec>({
  key: 'connects',
  group: 'connect',
  summary: 'A TCP connection is accepted, or a UDP datagram is answered.',
  description: `
For servers that do not use HTTP. With TCP, the connection is opened and closed; with \`send\`, \`contains\` or \`matches\` the server must
also answer. UDP has no connections: only an answer proves that a datagram arrived, so \`send\` is required. The netexec command of agnhost
answers \`hostname\` and \`echo TEXT\` on UDP port 8081. The step needs nc at the vantage point; \`probe\` has it. If the step fails, the
reason names the first broken link of the Service.
`.trim(),
  shape: object(
    {
      to: optional(
        string('A name, an address, pod/NAME or pod/LABEL=VALUE, in place of `service`. It needs a `port`.'),
      ),
      service: optional(string('The Service. The step uses its cluster IP.')),
      port: optional(portShape("The port. Default: the Service's first port with that protocol.")),
      protocol: withDefault(choice(['TCP', 'UDP'], 'The protocol.'), 'TCP'),
      from: fromShape('probe'),
      send: optional(
        string('The text to send. It is not changed: write a line end where one is needed, as in "PING\\r\\n".'),
      ),
      contains: optional(string('A string that the answer contains.')),
      matches: optional(string('A regular expression (JavaScript, multi-line) that the answer matches.')),
    },
    'A connection or a datagram, and its answer.',
    {
      anyOf: [{ required: ['service'] }, { required: ['to', 'port'] }],
      not: { required: ['service', 'to'] },
      if: { properties: { protocol: { const: 'UDP' } }, required: ['protocol'] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { required: ['send'] },
    },
  ),
  shorthand: 'service',
  example: '{ service: dns, port: 8081, protocol: UDP, send: hostname, matches: "^web-" }',
  within: 30_000,
  describe: expectation,
  run: async (spec, context) => {
    const vantage = await context.vantage(spec.from);
    const target = await resolveSocket(context, spec);
    const request: SocketRequest = {
      ...target,
      protocol: spec.protocol,
      listen: spec.contains !== undefined || spec.matches !== undefined,
      ...(spec.send !== undefined && { send: spec.send }),
    };
    const reply = await openSocket(context, vantage, request);
    const seen: Seen = {
      expected: expectation(spec),
      actual: actualOf(spec, reply),
      reproduce: reproduceSocket(vantage, request),
      evidence: evidenceOf(reply),
      observation: { address: target.host, port: target.port, outcome: reply.outcome, answer: reply.answer },
    };
    if (reply.outcome === 'other')
      return unknown(
        'exec-failed',
        `nc could not connect: ${excerpt(reply.error, 200) || 'it printed no error'}`,
        seen,
      );
    const reason = (await reasonOf(context, spec, target, reply)) ?? faultOf(spec, reply);
    return reason ? failed(reason.code, reason.message, seen, reason.hint) : passed(seen);
  },
});

const failures = {
  TCP: {
    refused: 'the connection was refused',
    dropped: 'no connection was established before the time limit',
    unresolvable: 'the name does not resolve',
  },
  UDP: {
    refused: 'the datagram was refused: nothing listens there',
    dropped: 'there was no answer before the time limit',
    unresolvable: 'the name does not resolve',
  },
} as const;

const actualOf = ({ protocol, send }: ConnectsSpec, { outcome, answer }: SocketReply): string => {
  if (outcome === 'other') return 'nc could not connect';
  if (outcome !== 'open') return failures[protocol][outcome];
  const shown = answer === '' ? '' : ` "${excerpt(answer.trim(), 100)}"`;
  if (protocol === 'UDP') return `the answer${shown}`;
  return `the connection was accepted${shown && `, and the answer was${shown}`}${send !== undefined && shown === '' ? ', but there was no answer' : ''}`;
};

const evidenceOf = ({ answer, error }: SocketReply): Evidence[] =>
  [
    { title: 'answer', text: answer.slice(0, 2_000) },
    { title: 'nc', text: error.slice(0, 500) },
  ].filter(({ text }) => text !== '');

/** The line must send the same bytes from any shell, so line ends are escaped for printf. */
const reproduceSocket = (vantage: Vantage, request: SocketRequest): string => {
  const words = ['nc', ...socketWords(request)];
  if (request.send === undefined) return reproduceLine(vantage, words);
  const format = request.send
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%')
    .replaceAll('\r', '\\r')
    .replaceAll('\n', '\\n');
  return reproduceLine(vantage, ['sh', '-c', `printf "$1" | ${words.join(' ')}`, 'sh', format]);
};

/**
 * Why there was no connection or answer. A datagram without an answer may have been dropped or not: that is unknown.
 */
const reasonOf = async (
  context: StepContext,
  { protocol }: ConnectsSpec,
  { host, port, behind }: SocketTarget,
  { outcome, error }: SocketReply,
): Promise<Reason | undefined> => {
  if (outcome === 'open' || outcome === 'other') return undefined;
  const authority = `${hostText(host)}:${port}`;
  const observed = `${authority} (${protocol}): ${failures[protocol][outcome]}`;
  const reason = await connectionReason(context, { outcome, error }, { url: `http://${authority}`, behind, observed });
  return reason && protocol === 'UDP' && reason.code === 'dropped' ? { ...reason, code: 'no-answer' } : reason;
};

/** Why the answer is not the expected one. */
const faultOf = ({ send, protocol, ...expected }: ConnectsSpec, { answer }: SocketReply): Reason | undefined => {
  const isDue = send !== undefined || expected.contains !== undefined || expected.matches !== undefined;
  if (isDue && answer === '')
    return {
      code: 'no-answer',
      message: `The ${protocol} connection was accepted, but there was no answer before the time limit.`,
    };
  return textFault(answer, expected, 'The answer');
};
