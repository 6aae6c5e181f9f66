import assert from 'node:assert/strict';
import type { IngressAccess, KubernetesObject } from '../../../../runner/cluster/cluster.ts';
import { ingressRoutes } from '../../../../runner/steps/expose/ingress-routes.ts';
import type { Route } from '../../../../runner/steps/expose/support/route-row.ts';
import { answerOf, type FakeRun, fakeBatch, noAnswer, optionOf } from '../../../support/fake-batch.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { lookOnce, verdictOf } from '../../../support/look.ts';
import { ingressObject, serviceObject, serviceWithPods } from '../../../support/service-objects.ts';
import { stepContext } from '../../../support/step-context.ts';

const access: IngressAccess = { address: '172.18.0.9', httpPort: 80, httpsPort: 8443, className: 'traefik' };
const host = 'kubia.example.com';
const routes: Route[] = [
  { host, path: '/', backend: 'kubia', tls: false },
  { host: 'nope.example.com', path: '/', status: 404, tls: false },
];
const sound = (): KubernetesObject[] => [...serviceWithPods(2), ingressObject()];

const controller = (argv: readonly string[]): FakeRun =>
  new URL(argv.at(-1) ?? '').hostname === host
    ? answerOf(argv, "You've hit kubia-2")
    : answerOf(argv, '404 page not found', { status: 404 });

const look = (
  program: (argv: readonly string[]) => FakeRun = controller,
  { table = routes, objects = sound(), ingress = access as IngressAccess | undefined } = {},
) => {
  const cluster = fakeCluster({ objects, exec: fakeBatch(program), ...(ingress && { ingress }) });
  const context = stepContext(cluster, { places: { outside: { place: 'outside' } } });
  return lookOnce(ingressRoutes, { routes: table, from: 'outside' }, context);
};

describe('ingress-routes', () => {
  it('passes when each row holds', async () => {
    const finding = await look();
    assert.equal(verdictOf(finding), 'passed');
    assert.equal(finding.actual, '2 of 2 requests were routed as expected');
    assert.equal(finding.fraction, 1);
    assert.equal(finding.reproduce, `curl -sS -i -m 5 --resolve ${host}:80:172.18.0.9 http://${host}/`);
    assert.match(
      finding.evidence[0]?.text ?? '',
      /right {2}kubia\.example\.com\/ → kubia: kubia-2 of Service kubia answered with status 200/,
    );
  });

  it('fails for a row that leads elsewhere, and counts the others', async () => {
    const finding = await look((argv) => answerOf(argv, '404 page not found', { status: 404 }));
    assert.equal(verdictOf(finding), 'failed status-mismatch');
    assert.equal(finding.fraction, 0.5);
    assert.match(
      finding.reason?.message ?? '',
      /kubia\.example\.com\/ → kubia: the answer is 404 "404 page not found"/,
    );
  });

  it('fails the 404 row when the controller sends everything to one Service', async () => {
    const finding = await look((argv) => answerOf(argv, "You've hit kubia-1"));
    assert.equal(verdictOf(finding), 'failed status-mismatch');
    assert.match(
      finding.reason?.message ?? '',
      /nope\.example\.com\/ → 404: kubia-1 of Service kubia answered with status 200/,
    );
  });

  it('names the Service that answered instead', async () => {
    const other = { ...routes[0], backend: 'other' } as Route;
    const objects = [...sound(), serviceObject({ name: 'other', clusterIP: '10.96.0.20' })];
    const finding = await look(controller, { table: [routes[0] as Route, other], objects });
    assert.equal(verdictOf(finding), 'failed pod-unexpected');
    assert.match(finding.reason?.message ?? '', /kubia-2 of Service kubia answered/);
  });

  it('explains a host that no rule has', async () => {
    const objects = [...serviceWithPods(2), ingressObject({ host: 'kubai.example.com' })];
    const finding = await look((argv) => answerOf(argv, '', { status: 404 }), { objects });
    assert.match(
      finding.reason?.message ?? '',
      /No Ingress has a rule for host kubia\.example\.com; did you mean kubai\.example\.com\?/,
    );
  });

  it('reports a backend that does not exist', async () => {
    const table = [{ host, path: '/', backend: 'kubai', tls: false }];
    const finding = await look((argv) => answerOf(argv, '', { status: 503 }), { table });
    assert.equal(verdictOf(finding), 'failed not-found');
    assert.match(finding.reason?.message ?? '', /There is no Service kubai.*did you mean kubia/);
  });

  it("fails with the network's error when the controller does not answer", async () =>
    assert.equal(verdictOf(await look((argv) => noAnswer(argv, 7))), 'failed refused'));

  it('is an error for a fault of curl itself', async () =>
    assert.equal(verdictOf(await look((argv) => noAnswer(argv, 3))), 'error exec-failed'));

  it('makes requests over TLS, to unusual ports and without a host', async () => {
    const seen: string[][] = [];
    const table = [
      { host, path: '/a', backend: 'kubia', tls: true },
      { path: '/b', status: 404, tls: false },
    ];
    await look(
      (argv) => {
        seen.push([...argv]);
        return controller(argv);
      },
      { table },
    );
    assert.equal(seen[0]?.at(-1), `https://${host}:8443/a`);
    assert.equal(optionOf(seen[0] ?? [], '--resolve'), `${host}:8443:172.18.0.9`);
    assert.ok(seen[0]?.includes('-k'));
    assert.equal(seen[1]?.at(-1), 'http://172.18.0.9/b');
  });

  it('is an error without a controller', async () => {
    const cluster = fakeCluster({ objects: sound() });
    const finding = await lookOnce(ingressRoutes, { routes, from: 'outside' }, stepContext(cluster));
    assert.equal(verdictOf(finding), 'error needs-unmet');
    assert.deepEqual(ingressRoutes.needs?.({ routes, from: 'outside' }), { ingress: true });
  });

  it('states its expectation', () =>
    assert.equal(
      ingressRoutes.describe({ routes, from: 'outside' }),
      'the ingress controller routes 2 requests from outside as expected',
    ));
});
