import assert from 'node:assert/strict';
import { ApiError, UnreachableError } from '../../../../runner/cluster/api-error.ts';
import type { KubernetesObject } from '../../../../runner/cluster/cluster.ts';
import type { Selection } from '../../../../runner/steps/kubernetes/selection.ts';
import { resourceAbsent } from '../../../../runner/steps/look/resource-absent.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { lookOnce, verdictOf } from '../../../support/look.ts';
import { podObject, serviceObject } from '../../../support/service-objects.ts';
import { stepContext } from '../../../support/step-context.ts';

const namespace: KubernetesObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'demo' } };
const look = (
  spec: Selection,
  objects: KubernetesObject[] = [],
  change?: (c: ReturnType<typeof fakeCluster>) => void,
) => {
  const cluster = fakeCluster({ objects: [namespace, ...objects] });
  change?.(cluster);
  return lookOnce(resourceAbsent, spec, stepContext(cluster));
};

describe('resource-absent', () => {
  it('passes when no object has the name or the labels', async () => {
    const others = [serviceObject({ name: 'other' }), podObject('a', { app: 'other' })];
    const finding = await look({ kind: 'service/kubia' }, others);
    assert.equal(verdictOf(finding), 'passed');
    assert.match(finding.actual, /^there are none in namespace demo after/);
    assert.equal(finding.reproduce, 'kubectl get service/kubia -n demo');
    assert.equal(verdictOf(await look({ kind: 'pod', labels: { app: 'kubia' } }, others)), 'passed');
    assert.match((await look({ kind: 'node/x' })).actual, /^there are none in the cluster/);
  });

  it('fails for objects that exist, and names them', async () => {
    const finding = await look({ kind: 'pod/app=kubia' }, [podObject('a'), podObject('b')]);
    assert.equal(verdictOf(finding), 'failed still-there');
    assert.match(finding.reason?.message ?? '', /pod\/a, pod\/b still exist .*pod\/a has not been deleted/);
    assert.deepEqual(finding.observation['names'], ['a', 'b']);
  });

  it('fails for an object that is being deleted', async () => {
    const pod = podObject('a');
    const metadata = { ...pod.metadata, deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['example.com/x'] };
    const finding = await look({ kind: 'pod/a' }, [{ ...pod, metadata }]);
    assert.equal(verdictOf(finding), 'failed still-there');
    assert.match(finding.reason?.message ?? '', /has the finalizers example\.com\/x/);
    assert.match(finding.reason?.hint ?? '', /remove it first/);
  });

  it('is an error for a kind that is not served or unknown', async () => {
    const unserved = await look({ kind: 'thing/a', apiVersion: 'example.com/v1' }, [], ({ api }) => {
      api.isNamespaced = async () => undefined;
    });
    assert.equal(verdictOf(unserved), 'error control-failed');
    assert.match(unserved.reason?.message ?? '', /no matches for kind "thing" in version "example\.com\/v1"/);
    const misspelt = await look({ kind: 'servcie/kubia' });
    assert.equal(verdictOf(misspelt), 'error spec-invalid');
    assert.match(misspelt.reason?.hint ?? '', /Did you mean Service/);
  });

  it('fails in a namespace that does not exist', async () => {
    const finding = await look({ kind: 'service/kubia', namespace: 'nowhere' });
    assert.equal(verdictOf(finding), 'failed not-found');
    assert.match(finding.reason?.message ?? '', /no namespace nowhere/);
  });

  it('is an error when the list cannot be read, and fails when it is refused', async () => {
    const failing = (fault: Error) =>
      look({ kind: 'service/kubia' }, [], ({ api }) => {
        api.list = async () => {
          throw fault;
        };
      });
    assert.equal(verdictOf(await failing(new UnreachableError('reset'))), 'error cluster-error');
    assert.equal(verdictOf(await failing(new ApiError(500, 'InternalError', 'etcd'))), 'error cluster-error');
    assert.equal(verdictOf(await failing(new ApiError(403, 'Forbidden', 'no'))), 'failed request-refused');
  });

  it('has a title', () => {
    assert.equal(resourceAbsent.describe({ kind: 'service/kubia' }), 'there is no service kubia');
    assert.equal(resourceAbsent.describe({ kind: 'Pod', labels: 'a=b' }), 'there are no pods with a=b');
  });
});
