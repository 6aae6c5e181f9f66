import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../runner/core/json.ts';
import { type ExternalNameSpec, externalNameResolves } from '../../../../runner/steps/expose/external-name-resolves.ts';
import { lookOnce, verdictOf } from '../../../support/look.ts';
import { serviceObject } from '../../../support/service-objects.ts';
import { stepContext } from '../../../support/step-context.ts';
import { dnsCluster, type FakeDnsOptions, workingZone, type Zone } from '../discover/fake-dns.ts';

const name = 'CNAME ext.demo.svc.cluster.local.';
const target = 'someapi.somecompany.com';
const external = (spec: JsonObject = {}) =>
  serviceObject({
    name: 'ext',
    clusterIP: '',
    ports: [],
    spec: { type: 'ExternalName', externalName: target, ...spec },
  });
const look = (
  zone: Zone,
  { spec = {}, objects = [external()], ...more }: Partial<FakeDnsOptions> & { spec?: Partial<ExternalNameSpec> } = {},
) =>
  lookOnce(
    externalNameResolves,
    { service: 'ext', from: 'probe', control: 'kubernetes.default.svc', ...spec },
    stepContext(dnsCluster({ zone: { ...workingZone, ...zone }, objects, ...more })),
  );

describe('external-name-resolves', () => {
  it('passes when both names are aliases for the external name', async () => {
    const finding = await look({ [name]: [`${target}.`] });
    assert.equal(verdictOf(finding), 'passed');
    assert.equal(finding.observation['name'], 'ext.demo.svc.cluster.local');
    assert.equal(finding.observation['target'], target);
    assert.equal(finding.reproduce, 'kubectl exec -n demo plumbline-probe -- dig ext.demo.svc.cluster.local CNAME');
    assert.equal(
      verdictOf(await look({ [name]: [`${target}.`] }, { spec: { to: 'SomeAPI.somecompany.com.' } })),
      'passed',
    );
  });

  it('fails for another target, and quotes the object', async () => {
    const finding = await look({ [name]: [`${target}.`] }, { spec: { to: 'other.example.com' } });
    assert.equal(verdictOf(finding), 'failed records-mismatch');
    assert.match(
      finding.reason?.message ?? '',
      /^CNAME of ext\.demo\.svc\.cluster\.local resolves to someapi.* other\.example\.com is missing, .* Its externalName is someapi/,
    );
    const stale = await look({ [name]: ['old.example.com.'] });
    assert.doesNotMatch(stale.reason?.message ?? '', /externalName/);
  });

  it('fails for a short name that leads elsewhere', async () => {
    const resolver = 'search other.svc.cluster.local svc.cluster.local\nnameserver 10.96.0.10\noptions ndots:5';
    const finding = await look({ [name]: [`${target}.`] }, { resolver });
    assert.equal(verdictOf(finding), 'failed unresolvable');
    assert.match(finding.reason?.message ?? '', /^CNAME of ext does not resolve/);
  });

  it("uses the Service's namespace in the short name from another namespace", async () => {
    const resolver = 'search other.svc.cluster.local svc.cluster.local\nnameserver 10.96.0.10\noptions ndots:5';
    const context = stepContext(
      dnsCluster({ zone: { ...workingZone, [name]: [`${target}.`] }, objects: [external()], resolver }),
      { places: { 'pod/other/a': { place: 'pod', namespace: 'other', pod: 'a' } } },
    );
    const body = { service: 'ext', from: 'pod/other/a', control: 'kubernetes.default.svc' };
    const finding = await lookOnce(externalNameResolves, body, context);
    assert.equal(verdictOf(finding), 'passed');
    assert.match(finding.actual, /; ext\.demo: someapi/);
  });

  it('fails for a name that does not exist', async () => {
    assert.equal(verdictOf(await look({})), 'failed unresolvable');
    const address = await look({}, { objects: [external({ externalName: '192.0.2.1' })] });
    assert.equal(verdictOf(address), 'failed unresolvable');
    assert.match(address.reason?.message ?? '', /is the address 192\.0\.2\.1/);
    assert.match(address.reason?.hint ?? '', /EndpointSlice/);
  });

  it('fails for a Service of another type, with an address, and for a missing one', async () => {
    const zone = { [name]: [`${target}.`] };
    assert.equal(verdictOf(await look(zone, { objects: [serviceObject({ name: 'ext' })] })), 'failed fields-mismatch');
    const both = await look(zone, { objects: [external({ clusterIP: '10.96.0.9' })] });
    assert.equal(verdictOf(both), 'failed fields-mismatch');
    assert.match(both.reason?.message ?? '', /has the cluster IP 10\.96\.0\.9/);
    assert.equal(verdictOf(await look(zone, { objects: [external({ clusterIP: 'None' })] })), 'passed');
    assert.equal(verdictOf(await look(zone, { objects: [] })), 'failed not-found');
  });

  it('is an error when a server does not answer, and without dig', async () => {
    assert.equal(verdictOf(await look({ [name]: 'SERVFAIL' })), 'error cluster-error');
    assert.equal(verdictOf(await look({}, { tool: 'getent' })), 'error tool-missing');
  });

  it('has a title', () => {
    const spec = { service: 'ext', from: 'probe', control: 'x' };
    assert.equal(
      externalNameResolves.describe(spec),
      'the name of Service ext is an alias for its external name from probe',
    );
    assert.equal(
      externalNameResolves.describe({ ...spec, to: target }),
      `the name of Service ext is an alias for ${target} from probe`,
    );
  });
});
