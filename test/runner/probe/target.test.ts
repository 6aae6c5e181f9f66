import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../runner/cluster/cluster.ts';
import { findService, resolveTarget, serviceNamed, type TargetSpec } from '../../../runner/probe/target.ts';
import { Unmet, Unobservable } from '../../../runner/steps/finding.ts';
import { fakeCluster } from '../../support/fake-cluster.ts';
import { serviceObject } from '../../support/service-objects.ts';
import { stepContext } from '../../support/step-context.ts';

const ports = [
  { name: 'http', port: 80, targetPort: 8080, nodePort: 30080 },
  { name: 'tls', port: 443, targetPort: 8443 },
];
const objects: KubernetesObject[] = [
  serviceObject({ ports }),
  serviceObject({ name: 'headless', clusterIP: 'None' }),
  serviceObject({ name: 'six', clusterIP: 'fd00::10' }),
  { ...serviceObject({ name: 'far', clusterIP: '10.96.0.99' }), metadata: { name: 'far', namespace: 'other' } },
  { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-1' } },
];
const context = stepContext(fakeCluster({ objects }));
const target = (spec: TargetSpec) => resolveTarget(context, spec);

describe('resolveTarget', () => {
  const kubia = { service: 'kubia', namespace: 'demo' };
  for (const { spec, expected } of [
    { spec: { service: 'kubia' }, expected: { ...kubia, url: 'http://10.96.0.10:80/', port: 80 } },
    {
      spec: { service: 'kubia', port: 'tls', path: 'a' },
      expected: { ...kubia, url: 'http://10.96.0.10:443/a', port: 443 },
    },
    {
      spec: { service: 'six' },
      expected: { service: 'six', namespace: 'demo', url: 'http://[fd00::10]:80/', port: 80 },
    },
    { spec: { url: 'http://kubia' }, expected: { ...kubia, url: 'http://kubia', port: 80 } },
    { spec: { url: 'https://10.96.0.10/x' }, expected: { ...kubia, url: 'https://10.96.0.10/x', port: 443 } },
    { spec: { url: 'http://kubia:81' }, expected: { ...kubia, url: 'http://kubia:81' } },
    { spec: { url: 'http://172.18.0.2:30080/' }, expected: { ...kubia, url: 'http://172.18.0.2:30080/', port: 80 } },
    {
      spec: { url: 'http://k.example.com/', service: 'kubia' },
      expected: { ...kubia, url: 'http://k.example.com/', port: 80 },
    },
    {
      spec: { url: 'http://far.other.svc.cluster.local./' },
      expected: { service: 'far', namespace: 'other', url: 'http://far.other.svc.cluster.local./', port: 80 },
    },
  ] as { spec: TargetSpec; expected: object }[])
    it(JSON.stringify(spec), async () => assert.deepEqual(await target(spec), expected));

  for (const spec of [{}, { url: 'http://example.org/' }, { url: 'nonsense' }])
    it(`rejects ${JSON.stringify(spec)}, which leads to no Service`, () =>
      assert.rejects(
        target(spec),
        (error: unknown) => error instanceof Unobservable && error.reason.code === 'spec-invalid',
      ));

  for (const [spec, code] of [
    [{ service: 'headless' }, 'fields-mismatch'],
    [{ url: 'http://headless/' }, 'fields-mismatch'],
    [{ service: 'kubia', port: 99 }, 'not-found'],
  ] as [TargetSpec, string][])
    it(`fails for ${JSON.stringify(spec)} with ${code}`, () =>
      assert.rejects(target(spec), (error: unknown) => error instanceof Unmet && error.reason.code === code));

  it('does not look for the Service behind a proxy that the step names', async () =>
    assert.equal((await target({ url: 'http://k.example.com/', service: 'headless' })).service, 'headless'));

  it('fails for a missing Service', () =>
    assert.rejects(target({ service: 'kubai' }), /There is no Service kubai.*did you mean kubia/));
});

describe('findService', () => {
  it('finds no Service at an unknown address', async () =>
    assert.equal(await findService(context, 'http://10.96.0.77'), undefined));
});

describe('serviceNamed', () => {
  for (const [host, name, namespace] of [
    ['kubia', 'kubia', 'demo'],
    ['kubia.other', 'kubia', 'other'],
    ['kubia.other.svc', 'kubia', 'other'],
    ['kubia.other.svc.cluster.local', 'kubia', 'other'],
    ['kubia.', 'kubia', 'demo'],
  ] as const)
    it(host, () => assert.deepEqual(serviceNamed(context, host), { name, namespace }));

  for (const host of ['10.0.0.1', 'a.b.example.com', '::1'])
    it(`finds no Service in ${host}`, () => assert.equal(serviceNamed(context, host), undefined));
});
