import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { isObject, type JsonObject } from '../../../../runner/core/json.ts';
import { parseSource } from '../../../../runner/core/source.ts';
import { checkSpec, fillDefaults } from '../../../../runner/scenario/validate.ts';
import { stepKinds } from '../../../../runner/steps/index.ts';
import { stepGroups } from '../../../../runner/steps/step.ts';

describe('the list of kinds', () => {
  it('lists each kind once, grouped in the order of the documentation', () => {
    const keys = stepKinds.map(({ key }) => key);
    assert.equal(new Set(keys).size, keys.length);
    const places = stepKinds.map(({ group }) => stepGroups.indexOf(group));
    assert.deepEqual(places, [...places].sort());
  });

  for (const { key, group, summary, description, shape, example, shorthand, within } of stepKinds)
    describe(key, () => {
      it('keeps each kind in a file of its name', () => {
        assert.match(key, /^[a-z]+(-[a-z]+)*$/);
        assert.ok(existsSync(new URL(`../../../../runner/steps/${group}/${key}.ts`, import.meta.url)));
      });

      it('gives each kind a summary and a description', () => {
        assert.match(summary, /^[A-Z].*\.$/);
        assert.doesNotMatch(summary, /\n/);
        assert.ok(description.length > summary.length);
        assert.ok(within >= 0);
      });

      it('describes every key of a body', () => {
        const properties = shape.schema['properties'] as Record<string, { description?: string }>;
        for (const [name, field] of Object.entries(properties)) assert.ok(field.description, name);
        if (shorthand) assert.ok(shorthand in properties);
      });

      it('gives each kind an example that its shape accepts', () => {
        const { documents, diagnostics } = parseSource(example, 'example.yaml');
        assert.deepEqual(diagnostics, []);
        assert.deepEqual(faultsOf(key, documents[0]?.value as JsonObject), []);
      });

      it('refuses an unknown key', () => {
        const { documents } = parseSource(example, 'example.yaml');
        const value = documents[0]?.value;
        assert.ok(isObject(value));
        assert.notDeepEqual(faultsOf(key, { ...value, surprise: 1 }), []);
      });
    });
});

const faultsOf = (key: string, body: JsonObject): string[] => {
  const kind = stepKinds.find((each) => each.key === key);
  assert.ok(kind, key);
  const spec = structuredClone(body);
  fillDefaults(kind.shape.schema, spec);
  return checkSpec(kind, spec).map(({ message }) => message);
};

describe('bodies', () => {
  for (const [key, body] of [
    ['apply', { file: 'a.yaml' }],
    ['apply', { file: ['a.yaml', 'b.yaml'], manifest: [{ kind: 'Service' }] }],
    ['apply-fails', { manifest: { kind: 'Service' }, by: 'create', contains: ['a', 'b'], status: 409 }],
    ['apply-fails', { file: 'a.yaml', field: 'spec.type' }],
    ['delete', { kind: 'pod/kubia-1', grace: 0, missing: 'ok' }],
    ['delete', { kind: 'Pod', labels: { app: 'kubia' } }],
    ['wait-for', { kind: 'Pod', labels: 'app=kubia,tier!=db', count: 3 }],
    ['wait-for', { kind: 'Service', name: 'x', jsonpath: '{.spec.type}', value: 'NodePort' }],
    ['scale', { object: 'rc/kubia', replicas: 0 }],
    ['label', { object: 'pod/app=kubia', labels: { app: null, tier: '' } }],
    ['patch', { kind: 'svc/kubia', patch: { spec: { type: 'NodePort' } } }],
    [
      'patch',
      { kind: 'Node', labels: 'a=b', type: 'json', patch: [{ op: 'test', path: '/x' }], subresource: 'status' },
    ],
    ['restart', { kind: 'deployment/kubia' }],
    ['restart', { kind: 'Pod', labels: { app: 'kubia' } }],
    ['expose', { kind: 'rc/kubia', port: 80, targetPort: 'http', type: 'NodePort', labels: { a: '' } }],
    ['exec', { command: ['true'], exit: 'nonzero', stderr: { contains: ['a', 'b'] } }],
    ['command', { command: ['true'], stdin: '', env: { A: '' }, exit: 'nonzero' }],
    ['kubectl', { args: ['version'], stdout: { equals: '' } }],
    ['resource-matches', { kind: 'svc/kubia', jsonpath: [{ path: '{.spec.type}', equals: 'ClusterIP' }] }],
    ['resource-absent', { kind: 'Pod', labels: { app: 'kubia' }, namespace: 'x' }],
    ['logs-contain', { from: 'pod/app=kubia', contains: 'x', count: 2, in: 'all', container: 'c' }],
    ['event-occurs', { object: 'pod/app=kubia', reason: 'Unhealthy', type: 'Warning', contains: '500' }],
    ['endpoints-are', { service: 'kubia', pods: [] }],
    ['endpoints-are', { service: 'kubia', count: 0, ready: 'any' }],
    ['dns-resolves', { name: 'kubia', to: ['10.0.0.1'], type: 'AAAA', search: false }],
    ['dns-fails', { name: 'kubia', with: 'NODATA', control: 'x' }],
    ['resolv-conf-has', { absent: { options: ['ndots'] } }],
    ['srv-resolves', { name: '_http._tcp.kubia', to: [{ target: 'x', port: 80 }] }],
    ['srv-resolves', { service: 'kubia', port: 'http', protocol: 'UDP' }],
    ['external-name-resolves', { service: 'kubia', to: 'x.example.com' }],
    ['load-balancer-answers', { service: 'kubia', port: 'http', pods: 3 }],
    ['ingress-terminates-tls', { ingress: 'kubia', backend: 'kubia' }],
    ['env-has-service', { service: 'kubia', from: 'pod/a', variables: { A: 1, B: '', C: 'c' } }],
    ['env-lacks-service', { service: 'kubia', from: 'probe', namespace: 'x' }],
  ] as const)
    it(`${key} accepts ${JSON.stringify(body)}`, () =>
      assert.deepEqual(faultsOf(key, body as unknown as JsonObject), []));

  for (const [key, body] of [
    ['apply', {}],
    ['apply', { file: [] }],
    ['apply-fails', { manifest: { kind: 'Service' } }],
    ['apply-fails', { manifest: { kind: 'Service' }, status: 422, reason: 'Invalid' }],
    ['apply-fails', { field: 'spec.type' }],
    ['apply-fails', { manifest: { kind: 'Service' }, file: 'a.yaml', field: 'spec.type' }],
    ['apply-fails', { manifest: {}, field: 'spec.type' }],
    ['delete', { kind: 'Pod' }],
    ['delete', { kind: 'Pod', name: 'a', labels: { app: 'b' } }],
    ['delete', { kind: 'pod/a', name: 'b' }],
    ['wait-for', { kind: 'pod/a', value: 'x' }],
    ['wait-for', { kind: 'pod/app=a', count: 0 }],
    ['scale', { object: 'kubia', replicas: 1 }],
    ['scale', { object: 'rc/kubia', replicas: -1 }],
    ['label', { object: 'pod', labels: { a: 'b' } }],
    ['label', { object: 'pod/a', labels: {} }],
    ['label', { object: 'pod/a', labels: { a: 1 } }],
    ['patch', { kind: 'svc/kubia', patch: {} }],
    ['patch', { kind: 'svc/kubia', patch: [] }],
    ['patch', { kind: 'svc/kubia', type: 'apply', patch: { spec: {} } }],
    ['restart', { kind: 'deployment' }],
    ['expose', { kind: 'pod/app=kubia' }],
    ['expose', { kind: 'deployment/kubia', port: 0 }],
    ['expose', { kind: 'deployment/kubia', type: 'Foo' }],
    ['exec', { command: 'ls -l' }],
    ['exec', { command: ['ls'], stdout: {} }],
    ['exec', { command: ['ls'], exit: 256 }],
    ['command', { command: 'true' }],
    ['command', { command: ['true'], env: {} }],
    ['kubectl', { args: [] }],
    ['resource-matches', { kind: 'svc/kubia' }],
    ['resource-matches', { kind: 'svc/kubia', jsonpath: [{ path: '{.a}' }] }],
    ['resource-matches', { kind: 'svc/kubia', fields: {} }],
    ['resource-absent', { kind: 'Pod' }],
    ['logs-contain', { from: 'pod/a' }],
    ['logs-contain', { from: 'pod/a', contains: 'x', matches: 'y' }],
    ['logs-contain', { from: 'service/a', contains: 'x' }],
    ['logs-contain', { from: 'pod/a', contains: 'two\nlines' }],
    ['event-occurs', { object: 'service/kubia' }],
    ['event-occurs', { object: 'kubia', reason: 'Unhealthy' }],
    ['endpoints-are', { service: 'kubia' }],
    ['endpoints-are', { service: 'kubia', count: 1, pods: ['a'] }],
    ['dns-resolves', { name: 'kubia', type: 'TXT' }],
    ['dns-resolves', { name: 'kubia', to: [] }],
    ['dns-fails', { name: 'kubia', with: 'SERVFAIL' }],
    ['resolv-conf-has', { from: 'probe' }],
    ['srv-resolves', { service: 'kubia' }],
    ['srv-resolves', { service: 'kubia', port: 80 }],
    ['srv-resolves', { name: 'kubia', service: 'kubia', port: 'http' }],
    ['srv-resolves', { name: 'kubia', port: 'http' }],
    ['external-name-resolves', { to: 'x.example.com' }],
    ['load-balancer-answers', { service: 'kubia', pods: 0 }],
    ['ingress-terminates-tls', { backend: 'kubia' }],
    ['ingress-terminates-tls', { host: 'kubia.example.com' }],
    ['resolv-conf-has', { absent: {} }],
    ['env-has-service', { service: 'kubia' }],
    ['env-has-service', { service: 'kubia', from: 'node/a' }],
    ['env-has-service', { service: 'kubia', from: 'pod/a', variables: {} }],
    ['env-lacks-service', { service: 'kubia', from: 'outside' }],
  ] as const)
    it(`${key} refuses ${JSON.stringify(body)}`, () =>
      assert.notDeepEqual(faultsOf(key, body as unknown as JsonObject), []));
});
