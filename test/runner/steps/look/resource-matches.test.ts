import assert from 'node:assert/strict';
import { ApiError } from '../../../../runner/cluster/api-error.ts';
import type { KubernetesObject } from '../../../../runner/cluster/cluster.ts';
import { Unmet, Unobservable } from '../../../../runner/steps/finding.ts';
import { type ResourceMatchesSpec, resourceMatches } from '../../../../runner/steps/look/resource-matches.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { podObject, serviceObject } from '../../../support/service-objects.ts';
import { stepContext } from '../../../support/step-context.ts';

const service = { kind: 'Service', name: 'kubia' };
const run = (spec: ResourceMatchesSpec, ...objects: KubernetesObject[]) =>
  resourceMatches.run(spec, stepContext(fakeCluster({ objects: objects.length > 0 ? objects : [serviceObject()] })));

describe('resource-matches', () => {
  it('compares part of the object', async () => {
    const finding = await run({
      ...service,
      fields: { spec: { type: 'ClusterIP', ports: [{ port: 80 }], externalName: null } },
    });
    assert.equal(finding.outcome, 'passed');
    assert.equal(finding.reproduce, 'kubectl get service/kubia -n demo -o yaml');
  });

  it('lists each difference with its place, and the share of right values', async () => {
    const fields = { spec: { type: 'NodePort', clusterIP: '10.96.0.10', ports: [{ port: 81, targetPort: 8080 }] } };
    const finding = await run({ ...service, fields });
    assert.equal(finding.outcome, 'failed');
    assert.equal(finding.reason?.code, 'fields-mismatch');
    assert.equal(
      finding.reason?.message,
      'Service kubia differs: spec.type: expected "NodePort", found "ClusterIP"; spec.ports[0].port: expected 81, found 80.',
    );
    assert.equal(finding.fraction, 0.5);
    assert.deepEqual((finding.observation['differences'] as unknown[])[1], {
      object: 'service/kubia',
      path: 'spec.ports[0].port',
      expected: '81',
      found: '80',
    });
  });

  it('fails for a list that is longer than expected', async () => {
    const two = serviceObject({ ports: [{ port: 80 }, { port: 443 }] });
    assert.equal((await run({ ...service, fields: { spec: { ports: [{ port: 80 }] } } }, two)).outcome, 'failed');
  });

  it('reads paths', async () => {
    const verdict = async (...jsonpath: NonNullable<ResourceMatchesSpec['jsonpath']>) =>
      (await run({ ...service, jsonpath })).outcome;
    assert.equal(await verdict({ path: '{.spec.ports[?(@.port==80)].targetPort}', equals: 8080 }), 'passed');
    assert.equal(await verdict({ path: '{.spec.ports[*].port}', equals: [80] }), 'passed');
    assert.equal(await verdict({ path: '{.spec.ipFamilies}', equals: ['IPv4'] }), 'passed');
    assert.equal(await verdict({ path: '{.spec.clusterIP}', matches: '^10\\.' }), 'passed');
    assert.equal(await verdict({ path: '{.spec.externalName}', absent: true }), 'passed');
    assert.equal(await verdict({ path: '{.spec.clusterIP}', absent: false }), 'passed');
    assert.equal(await verdict({ path: '{.spec.clusterIP}', equals: '10.96.0.11' }), 'failed');
    assert.equal(await verdict({ path: '{.spec.clusterIP}', matches: '^11\\.' }), 'failed');
    assert.equal(await verdict({ path: '{.spec.nothing}', matches: '' }), 'failed');
    assert.equal(await verdict({ path: '{.spec.nothing}', absent: false }), 'failed');
    assert.equal(await verdict({ path: '{.spec.clusterIP}', absent: true }), 'failed');
    assert.equal(await verdict({ path: '{.spec.nothing}', equals: 'x' }), 'failed');
    await assert.rejects(run({ ...service, jsonpath: [{ path: '{.spec}', matches: '(' }] }), Unobservable);
  });

  it('captures the values at the paths', async () => {
    const { observation } = await run({
      ...service,
      jsonpath: [
        { path: '{.spec.ports[0].port}', equals: 80 },
        { path: '{.spec.nothing}', absent: true },
      ],
    });
    assert.deepEqual(observation['values'], [80, []]);
  });

  it('needs a match in all selected objects', async () => {
    const spec = { kind: 'Pod', labels: 'app=kubia', fields: { status: { phase: 'Running' } } };
    const pending = podObject('b', { status: { phase: 'Pending' } });
    assert.equal((await run(spec, podObject('a'), podObject('c'))).outcome, 'passed');
    const finding = await run(spec, podObject('a'), pending);
    assert.match(finding.reason?.message ?? '', /pod\/b status\.phase: expected "Running", found "Pending"/);
    assert.equal((await run({ ...spec, count: 2 }, podObject('a'))).outcome, 'failed');
    assert.equal((await run({ ...spec, count: 1 }, podObject('a'))).outcome, 'passed');
  });

  it('fails for a missing object, and suggests a name', async () => {
    await assert.rejects(
      run({ kind: 'Service', name: 'kubai', fields: { spec: {} } }),
      (fault) => fault instanceof Unmet && fault.reason.code === 'not-found' && /kubia/.test(fault.reason.hint ?? ''),
    );
  });

  it('is an error for faults of the server', async () => {
    const cluster = fakeCluster();
    cluster.api.get = async () => {
      throw new ApiError(503, 'ServiceUnavailable', 'x');
    };
    await assert.rejects(resourceMatches.run({ ...service, fields: {} }, stepContext(cluster)), ApiError);
  });

  it('has a title', () => {
    assert.equal(
      resourceMatches.describe({ ...service, fields: { spec: { type: 'NodePort' } } }),
      'service kubia has {"spec":{"type":"NodePort"}}',
    );
  });
});
