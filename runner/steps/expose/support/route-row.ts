import type { ReasonCode } from '../../../core/reason.ts';
import { excerpt } from '../../../core/visible.ts';
import { unansweredCodes } from '../../../diagnosis/connection-reason.ts';
import { httpOutcomes } from '../../../probe/http/outcome.ts';
import type { HttpReply } from '../../../probe/http/reply.ts';
import type { Backend } from '../../../probe/identity/backends.ts';
import { identify } from '../../../probe/identity/identify.ts';
import type { RouteBackends } from './route-backends.ts';

/** A row of the table: a request, and who must answer it. */
export interface Route {
  host?: string;
  path: string;
  backend?: string;
  status?: number;
  tls: boolean;
}

export interface RouteRow {
  route: Route;
  /** Undefined when the row was not asked. */
  reply: HttpReply | undefined;
  holds: boolean;
  /** What happened, for a sentence. */
  actual: string;
  /** Undefined when the row holds, and when it was not asked. */
  fault?: ReasonCode;
}

/** "kubia.example.com/kubia → kubia". */
export const routeText = ({ host = '*', path, backend, status, tls }: Route): string =>
  `${tls ? 'https://' : ''}${host}${path} → ${[backend, status].filter((each) => each !== undefined).join(' with ')}`;

/** Whether the expected one answered. */
export const judgeRoute = (route: Route, reply: HttpReply | undefined, backends: RouteBackends): RouteRow => {
  const row = (holds: boolean, actual: string, fault?: ReasonCode): RouteRow => ({
    route,
    reply,
    holds,
    actual,
    ...(fault && { fault }),
  });
  if (!reply) return row(false, 'not asked');
  if (reply.outcome !== 'answered') return row(false, httpOutcomes[reply.outcome], unansweredCodes[reply.outcome]);
  const { backend, status } = route;
  const who = answerer(reply, backends);
  const actual = who
    ? `${who.backend.name} of Service ${who.service} answered with ${reply.status}`
    : plainAnswer(reply);
  if (status !== undefined && reply.status !== status) return row(false, actual, 'status-mismatch');
  if (backend === undefined) return row(true, actual);
  const expected = backends.get(backend);
  if (expected?.missing) return row(false, `${actual}. ${expected.missing}`.replace(/\.$/, ''), 'not-found');
  if (identify(reply.body, expected?.ready ?? [])) return row(true, actual);
  if (who) return row(false, actual, 'pod-unexpected');
  return row(false, actual, isError(reply) ? 'status-mismatch' : 'pod-unidentified');
};

const isError = ({ status = 0 }: HttpReply): boolean => status >= 400;

const plainAnswer = ({ status, body }: HttpReply): string =>
  `answered with ${status}${body.trim() && ` ${JSON.stringify(excerpt(body.trim(), 60))}`}`;

/** The same pod may stand behind several Services: the first of the table is named. */
const answerer = ({ body }: HttpReply, backends: RouteBackends): { service: string; backend: Backend } | undefined => {
  for (const [service, { ready }] of backends) {
    const backend = identify(body, ready);
    if (backend) return { service, backend };
  }
  return undefined;
};
