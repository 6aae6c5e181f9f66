import { countOf } from '../../core/count.ts';
import type { Finding } from '../../core/result.ts';
import { boolean, integer, list, object, optional, string, withDefault } from '../../core/shape.ts';
import { explainIngress } from '../../diagnosis/explain-ingress.ts';
import { requestAll } from '../../probe/http/http.ts';
import type { HttpReply } from '../../probe/http/reply.ts';
import { reproduceRequest } from '../../probe/reproduce.ts';
import { failed, passed, type Seen, unknown } from '../finding.ts';
import { fromShape } from '../from-shape.ts';
import { defineStep } from '../step.ts';
import { ingressAccess, ingressRequest } from './support/ingress-request.ts';
import { readRouteBackends, sameRouteBackends } from './support/route-backends.ts';
import { judgeRoute, type Route, type RouteRow, routeText } from './support/route-row.ts';
import { judgeUnidentified } from './support/unidentified.ts';

export interface IngressRoutesSpec {
  routes: Route[];
  from: string;
}

const expectation = ({ routes, from }: IngressRoutesSpec): string =>
  `the ingress controller routes ${countOf(routes.length, 'request')} from ${from} as expected`;

const route = object(
  {
    host: optional(string('The host of the request. Default: the address of the controller.')),
    path: withDefault(string('The path of the request.', { pattern: '^/' }), '/'),
    backend: optional(string('The Service whose ready pod must answer.')),
    status: optional(
      integer('The status code. Without a backend, any server may answer.', { minimum: 100, maximum: 599 }),
    ),
    tls: withDefault(boolean('Whether the request uses HTTPS, with any certificate.'), false),
  },
  'A request, and its backend or status.',
  { anyOf: [{ required: ['backend'] }, { required: ['status'] }] },
);

/** Sends requests for hosts and paths to the ingress controller, and compares their backends and statuses. */
export const ingressRoutes = defineStep<IngressRoutesSpec>({
  key: 'ingress-routes',
  group: 'expose',
  summary: 'The expected Services answer requests for hosts and paths, or the answers have the expected status.',
  description: `
Each row of the table is a request to the ingress controller, which is the address for the row's host in place of DNS. With
\`backend\`, the answer must contain the hostname of a ready pod of that Service. Controllers answer with status 404 if no rule matches.
Their error pages differ, so only the status is compared ([Ingress](https://kubernetes.io/docs/concepts/services-networking/ingress/)). A
controller that has not read the Ingress yet answers 404 to all requests, so at least one row should have a backend. The fraction of
correct rows earns that fraction of the points.
`.trim(),
  shape: object(
    {
      routes: list(route, 'The table of requests.', { maxItems: 100 }),
      from: fromShape('outside'),
    },
    'Requests, and how they must be routed.',
  ),
  example: `
routes:
  - { host: kubia.example.com, path: /kubia, backend: kubia }
  - { host: kubia.example.com, path: /nope, status: 404 }
`.trim(),
  within: 60_000,
  needs: () => ({ ingress: true }),
  describe: expectation,
  run: async (spec, context) => {
    const vantage = await context.vantage(spec.from);
    const access = ingressAccess(context);
    const before = await readRouteBackends(context, spec.routes);
    const requests = spec.routes.map((each) => ({
      ...ingressRequest(each, access),
      ...(each.tls && { insecure: true }),
    }));
    const replies = await requestAll(context, vantage, requests, { seconds: 10 + 2 * spec.routes.length });
    const after = await readRouteBackends(context, spec.routes);
    const rows = spec.routes.map((each, index) => judgeRoute(each, replyTo(index, replies), before));
    const wrong = worstRow(rows);
    const shown = requests[wrong ? rows.indexOf(wrong) : 0];
    const seen: Seen = {
      expected: expectation(spec),
      actual: `${rows.filter(({ holds }) => holds).length} of ${rows.length} requests were routed as expected`,
      evidence: [{ title: 'routes', text: rows.map(rowText).join('\n') }],
      reproduce: shown && reproduceRequest(vantage, shown),
      observation: { rows: rows.map(({ route: each, holds, actual }) => ({ route: routeText(each), holds, actual })) },
      fraction: rows.filter(({ holds }) => holds).length / rows.length,
    };
    if (!sameRouteBackends(before, after))
      return unknown('endpoints-moved', 'The endpoints of a backend changed while the requests were made.', seen);
    if (!wrong) return passed(seen);
    const link = wrong.reply ? await explainIngress(context, wrong.route, wrong.reply.status) : undefined;
    if (wrong.reply && wrong.fault === 'pod-unidentified') {
      const answer = `${routeText(wrong.route)}: ${wrong.actual}`;
      return judgeUnidentified(context, { reply: wrong.reply, answer, link }, seen);
    }
    return judge(rows, wrong, link, seen);
  },
});

/** A row that does not hold; before it one whose answer is certain to be wrong. */
const worstRow = (rows: readonly RouteRow[]): RouteRow | undefined => {
  const wrong = rows.filter(({ holds }) => !holds);
  return wrong.find(({ fault }) => fault !== 'pod-unidentified') ?? wrong[0];
};

const replyTo = (index: number, replies: readonly HttpReply[]): HttpReply | undefined =>
  replies.find(({ request }) => request === index);

const rowText = ({ route: each, holds, actual }: RouteRow): string =>
  `${holds ? 'right ' : 'WRONG '} ${routeText(each)}: ${actual}`;

const judge = (
  rows: readonly RouteRow[],
  wrong: RouteRow,
  link: { message: string; hint?: string } | undefined,
  seen: Seen,
): Finding => {
  const { route: each, fault, actual } = wrong;
  if (!fault) return unknown('time-ran-out', `The request ${routeText(each)} was not made in time.`, seen);
  if (fault === 'exec-failed')
    return unknown(fault, `curl could not make the request ${routeText(each)}: ${actual}`, seen);
  const others = rows.filter(({ holds }) => !holds).length - 1;
  const more = others > 0 ? ` ${countOf(others, 'other request')} went wrong too.` : '';
  const why = link ? ` ${link.message}` : '';
  return failed(fault, `${routeText(each)}: ${actual}.${why}${more}`, seen, link?.hint);
};
