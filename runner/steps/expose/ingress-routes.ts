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

export interface IngressRoutesSpec {
  routes: Route[];
  from: string;
}

const expectation = ({ routes, from }: IngressRoutesSpec): string =>
  `the ingress controller routes ${countOf(routes.length, 'request')} from ${from} as the table says`;

const route = object(
  {
    host: optional(string('The host to ask for; without it the address of the controller.')),
    path: withDefault(string('The path.', { pattern: '^/' }), '/'),
    backend: optional(string('The Service of which a ready pod must answer.')),
    status: optional(
      integer('The status; without a backend the answer may come from anywhere.', { minimum: 100, maximum: 599 }),
    ),
    tls: withDefault(boolean('Ask over HTTPS, with any certificate.'), false),
  },
  'A request, and who must answer it.',
  { anyOf: [{ required: ['backend'] }, { required: ['status'] }] },
);

/** A table of hosts and paths, and the Service or status that answers each. */
export const ingressRoutes = defineStep<IngressRoutesSpec>({
  key: 'ingress-routes',
  group: 'expose',
  summary: 'Requests for hosts and paths are answered by the expected Services, or with the expected status.',
  description: `
Every row is a request to the ingress controller, all in one go, with the row's host in place of DNS. \`backend\`: an answer must hold
the hostname of a ready pod of that Service. \`status: 404\` is what controllers answer when no rule matches; their pages differ, so
only the status is compared ([Ingress](https://kubernetes.io/docs/concepts/services-networking/ingress/)). A controller that
has not read the Ingress yet answers 404 to everything: have at least one row with a backend. Partly right: so many rows of all.
`.trim(),
  shape: object(
    {
      routes: list(route, 'The table.', { maxItems: 100 }),
      from: fromShape('outside'),
    },
    'What an Ingress must do.',
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
    const wrong = rows.find(({ holds }) => !holds);
    const shown = requests[wrong ? rows.indexOf(wrong) : 0];
    const seen: Seen = {
      expected: expectation(spec),
      actual: `${rows.filter(({ holds }) => holds).length} of ${rows.length} rows hold`,
      evidence: [{ title: 'routes', text: rows.map(rowText).join('\n') }],
      reproduce: shown && reproduceRequest(vantage, shown),
      observation: { rows: rows.map(({ route: each, holds, actual }) => ({ route: routeText(each), holds, actual })) },
      fraction: rows.filter(({ holds }) => holds).length / rows.length,
    };
    if (!sameRouteBackends(before, after))
      return unknown('endpoints-moved', 'The endpoints of a backend changed while the table was tried.', seen);
    if (!wrong) return passed(seen);
    const link = wrong.reply ? await explainIngress(context, wrong.route, wrong.reply.status) : undefined;
    return judge(rows, wrong, link, seen);
  },
});

const replyTo = (index: number, replies: readonly HttpReply[]): HttpReply | undefined =>
  replies.find(({ request }) => request === index);

const rowText = ({ route: each, holds, actual }: RouteRow): string =>
  `${holds ? 'holds ' : 'WRONG '} ${routeText(each)}: ${actual}`;

const judge = (
  rows: readonly RouteRow[],
  wrong: RouteRow,
  link: { message: string; hint?: string } | undefined,
  seen: Seen,
): Finding => {
  const { route: each, fault, actual } = wrong;
  if (!fault) return unknown('time-ran-out', `${routeText(each)} was not asked in the time for it.`, seen);
  if (fault === 'exec-failed') return unknown(fault, `curl could not ask ${routeText(each)}: ${actual}`, seen);
  const others = rows.filter(({ holds }) => !holds).length - 1;
  const more = others > 0 ? ` ${others} other row${others === 1 ? ' does' : 's do'} not hold either.` : '';
  const why = link ? ` ${link.message}` : '';
  return failed(fault, `${routeText(each)}: ${actual}.${why}${more}`, seen, link?.hint);
};
