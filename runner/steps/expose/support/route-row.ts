import type { ReasonCode } from '../../../core/reason.ts';
import { excerpt } from '../../../core/visible.ts';
import { unansweredCodes } from '../../../diagnosis/connection-reason.ts';
import { httpOutcomes } from '../../../probe/http/outcome.ts';
import type { HttpReply } from '../../../probe/http/reply.ts';
import type { Backend } from '../../../probe/identity/backends.ts';
import { identify } from '../../../probe/identity/identify.ts';
import type { RouteBackends } from './route-backends.ts';

/** A row of the table: a request, and its backend or status. */
export interface Route {
  host?: string;
  path: string;
  backend?: string;
  status?: number;
  tls: boolean;
}

export interface RouteRow {
  route: Route;
  /** Undefined if the request was not made. */
  reply: HttpReply | undefined;
  holds: boolean;
  /** The result in a sentence. */
  actual: string;
  /** Undefined if the row holds, and if the request was not made. */
  fault?: ReasonCode;
}

/** "kubia.example.com/kubia → kubia": a row in a sentence. */
export const routeText = ({ host = '*', path, backend, status, tls }: Route): string =>
  `${tls ? 'https://' : ''}${host}${path} → ${[backend, status].filter((each) => each !== undefined).join(' with ')}`;

/** Compares the answer to a request with its row. */
export const judgeRoute = (route: Route, reply: HttpReply | undefined, backends: RouteBackends): RouteRow => {
  const row = (holds: boolean, actual: string, fault?: ReasonCode): RouteRow => ({
    route,
    reply,
    holds,
    actual,
    ...(fault && { fault }),
  });
  if (!reply) return row(false, 'no request was made');
  if (reply.outcome !== 'answered') return row(false, httpOutcomes[reply.outcome], unansweredCodes[reply.outcome]);
  const { backend, status } = route;
  const who = answerer(reply, backends);
  const actual = who
    ? `${who.backend.name} of Service ${who.service} answered with status ${reply.status}`
    : plainAnswer(reply);
  if (status !== undefined && reply.status !== status) return row(false, actual, 'status-mismatch');
  if (backend === undefined) return row(true, actual);
  const expected = backends.get(backend);
  if (expected?.missing) return row(false, `${actual}. ${expected.missing}`.replace(/\.$/, ''), 'not-found');
  if (identify(reply.body, expected?.ready ?? [])) return row(true, actual);
  if (who) return row(false, actual, 'pod-unexpected');
  return row(false, actual, isSuccess(reply) ? 'pod-unidentified' : 'status-mismatch');
};

const isSuccess = ({ status = 0 }: HttpReply): boolean => status < 300;

const plainAnswer = ({ status, body }: HttpReply): string =>
  `the answer is ${status}${body.trim() && ` ${JSON.stringify(excerpt(body.trim(), 60))}`}`;

/** The pod that answered, with its Service. If it is behind several Services, the first one in the table. */
const answerer = ({ body }: HttpReply, backends: RouteBackends): { service: string; backend: Backend } | undefined => {
  for (const [service, { ready }] of backends) {
    const backend = identify(body, ready);
    if (backend) return { service, backend };
  }
  return undefined;
};
