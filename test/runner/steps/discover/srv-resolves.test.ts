import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../../runner/cluster/cluster.ts';
import { type SrvResolvesSpec, srvResolves } from '../../../../runner/steps/discover/srv-resolves.ts';
import { lookOnce, verdictOf } from '../../../support/look.ts';
import { podEndpoint, podObject, serviceObject, sliceObject } from '../../../support/service-objects.ts';
import { stepContext } from '../../../support/step-context.ts';
import { dnsCluster, type FakeDnsOptions, workingZone, type Zone } from './fake-dns.ts';

const full = 'kubia.demo.svc.cluster.local';
const name = `SRV _http._tcp.${full}.`;
const ports = [{ name: 'http', port: 80, targetPort: 8080 }];
const slicePorts = [{ name: 'http', port: 8080, protocol: 'TCP' }];
const headless = (conditions = { ready: true }): KubernetesObject[] => [
  serviceObject({ clusterIP: 'None', ports }),
  sliceObject([podEndpoint('kubia-1', '10.244.0.1'), podEndpoint('kubia-2', '10.244.0.2', conditions)], {
    ports: slicePorts,
  }),
];
const contextOf = (zone: Zone, more: Partial<FakeDnsOptions>) =>
  stepContext(dnsCluster({ zone: { ...workingZone, ...zone }, objects: [serviceObject({ ports })], ...more }));
const defaults = { protocol: 'TCP', from: 'probe', control: 'kubernetes.default.svc' } as const;
const look = (zone: Zone, spec: Partial<SrvResolvesSpec> = {}, more: Partial<FakeDnsOptions> = {}) =>
  lookOnce(
    srvResolves,
    { ...defaults, ...(spec.name === undefined && { service: 'kubia', port: 'http' }), ...spec },
    contextOf(zone, more),
  );

describe('srv-resolves', () => {
  it('passes with the Service and its port, whatever the weight is', async () => {
    for (const weight of ['0 100', '10 5']) {
      const finding = await look({ [name]: [`${weight} 80 ${full}.`] });
      assert.equal(verdictOf(finding), 'passed');
      assert.deepEqual(finding.observation['records'], [`${full}:80`]);
      assert.equal(finding.reproduce, `kubectl exec -n demo plumbline-probe -- dig _http._tcp.${full} SRV`);
    }
  });

  it('passes with the pods of a headless Service', async () => {
    const records = [`0 50 8080 10-244-0-2.${full}.`, `0 50 8080 10-244-0-1.${full}.`];
    const finding = await look({ [name]: records }, {}, { objects: headless() });
    assert.equal(verdictOf(finding), 'passed');
    assert.equal(
      verdictOf(await look({ [name]: records }, {}, { objects: headless({ ready: false }) })),
      'failed records-mismatch',
    );
  });

  for (const [what, record] of [
    ['port', `0 100 8080 ${full}.`],
    ['target', '0 100 80 other.demo.svc.cluster.local.'],
  ] as const)
    it(`fails for another ${what}`, async () => {
      const finding = await look({ [name]: [record] });
      assert.equal(verdictOf(finding), 'failed records-mismatch');
      assert.match(finding.reason?.message ?? '', /kubia\.demo\.svc\.cluster\.local:80 is missing, .* is not expected/);
    });

  it('fails for one record too many', async () =>
    assert.equal(
      verdictOf(await look({ [name]: [`0 50 80 ${full}.`, `0 50 81 ${full}.`] })),
      'failed records-mismatch',
    ));

  it('compares stated values as well as computed ones', async () => {
    const to = [{ target: `${full}.`, port: 80 }];
    assert.equal(verdictOf(await look({ [name]: [`0 100 80 ${full}.`] }, { to })), 'passed');
    const wrong = await look({ [name]: [`0 100 80 ${full}.`] }, { to: [{ target: full, port: 8080 }] });
    assert.equal(verdictOf(wrong), 'failed records-mismatch');
  });

  it('resolves a name through the search list', async () => {
    const zone = { [name]: [`0 100 80 ${full}.`] };
    assert.equal(verdictOf(await look(zone, { name: '_http._tcp.kubia' })), 'passed');
    const to = [{ target: full, port: 80 }];
    assert.equal(verdictOf(await look(zone, { name: `_http._tcp.${full}`, to })), 'passed');
    assert.equal(verdictOf(await look(zone, { name: '_https._tcp.kubia' })), 'failed unresolvable');
  });

  it('fails without records, and is an error without an answer', async () => {
    assert.equal(verdictOf(await look({})), 'failed unresolvable');
    assert.equal(verdictOf(await look({ [name]: 'SERVFAIL' })), 'error cluster-error');
    assert.equal(verdictOf(await look({}, {}, { tool: 'getent' })), 'error tool-missing');
  });

  it('fails for a headless Service without ready pods, with the reason', async () => {
    const objects = [serviceObject({ clusterIP: 'None', ports }), podObject('x', { app: 'y' })];
    const finding = await look({}, {}, { objects });
    assert.equal(verdictOf(finding), 'failed no-endpoints');
    assert.match(finding.reason?.message ?? '', /no ready endpoint with the port http.*No pod matches/);
  });

  it('fails for a missing Service or port before it asks DNS', async () => {
    assert.equal(verdictOf(await look({}, {}, { objects: [], tool: 'none' })), 'failed not-found');
    assert.equal(verdictOf(await look({}, { port: 'web' }, { tool: 'none' })), 'failed not-found');
  });

  it('is an error when the endpoints change meanwhile', async () => {
    const context = contextOf({ [name]: [`0 50 8080 10-244-0-1.${full}.`] }, { objects: headless({ ready: false }) });
    const { exec, api } = context.cluster;
    context.cluster.exec = async (vantage, request) => {
      const [, slice] = headless();
      if (slice) await api.apply(slice);
      return exec(vantage, request);
    };
    const finding = await lookOnce(srvResolves, { ...defaults, service: 'kubia', port: 'http' }, context);
    assert.equal(verdictOf(finding), 'error endpoints-moved');
  });

  it('has a title', () => {
    const spec = { ...defaults, service: 'kubia', port: 'http' };
    assert.equal(
      srvResolves.describe(spec),
      'the SRV records of port http of Service kubia are those of the Service from probe',
    );
    const named = { ...defaults, name: '_a._tcp.b', to: [{ target: 'c', port: 1 }] };
    assert.equal(srvResolves.describe(named), 'the SRV records of _a._tcp.b are c:1 from probe');
  });
});
