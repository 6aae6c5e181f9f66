import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../../runner/cluster/cluster.ts';
import { expose } from '../../../../runner/steps/act/expose.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { lookOnce, verdictOf } from '../../../support/look.ts';
import { podObject, serviceObject } from '../../../support/service-objects.ts';
import { stepContext } from '../../../support/step-context.ts';

const spec = { kind: 'pod/kubia-1', name: 'web', port: 80, targetPort: 8080 };
const look = (body: typeof spec | { kind: string }, ...objects: KubernetesObject[]) =>
  lookOnce(expose, body, stepContext(fakeCluster({ objects })));

describe('expose', () => {
  it('makes the Service and returns it', async () => {
    const cluster = fakeCluster({ objects: [podObject('kubia-1')] });
    const finding = await lookOnce(expose, spec, stepContext(cluster));
    assert.equal(verdictOf(finding), 'passed');
    assert.deepEqual(cluster.api.objects.get('Service/demo/web')?.['spec'], {
      selector: { app: 'kubia' },
      ports: [{ port: 80, protocol: 'TCP', targetPort: 8080 }],
    });
    assert.equal((finding.observation['object'] as KubernetesObject).metadata.name, 'web');
    assert.equal(finding.actual, 'service/web exposed: 80/TCP to 8080');
    assert.equal(finding.reproduce, 'kubectl expose pod/kubia-1 -n demo --name=web --port=80 --target-port=8080');
  });

  it("fails in kubectl's words where no Service can be made from the object", async () => {
    const finding = await look({ kind: 'pod/kubia-1' }, podObject('kubia-1', { spec: { containers: [] } }));
    assert.equal(verdictOf(finding), 'failed fields-mismatch');
    assert.match(finding.reason?.message ?? '', /: couldn't find port via --port flag or introspection$/);
  });

  it("fails in the server's words where the server refuses", async () => {
    const finding = await look(spec, podObject('kubia-1'), serviceObject({ name: 'web' }));
    assert.equal(verdictOf(finding), 'failed request-refused');
    assert.match(finding.reason?.message ?? '', /services "web" already exists/);
  });

  it('fails for a missing object, and is an error for a kind that cannot be exposed', async () => {
    assert.equal(verdictOf(await look({ kind: 'deployment/kubia' })), 'failed not-found');
    const finding = await look({ kind: 'sts/kubia' });
    assert.equal(verdictOf(finding), 'error spec-invalid');
    assert.equal(finding.reason?.message, 'cannot expose a StatefulSet.apps');
    assert.equal((await look({ kind: 'cm/kubia' })).reason?.message, 'cannot expose a ConfigMap');
  });

  it('has a title', () => assert.equal(expose.describe(spec), 'expose pod/kubia-1 as service web'));
});
