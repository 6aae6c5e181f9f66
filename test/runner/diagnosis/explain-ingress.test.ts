import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../runner/cluster/cluster.ts';
import { explainIngress, type IngressRequest } from '../../../runner/diagnosis/explain-ingress.ts';
import { fakeCluster } from '../../support/fake-cluster.ts';
import { ingressObject, serviceObject, serviceWithPods } from '../../support/service-objects.ts';
import { stepContext } from '../../support/step-context.ts';

const access = { address: '10.0.0.9', httpPort: 80, httpsPort: 443, className: 'traefik' };
const request = { host: 'kubia.example.com', path: '/', backend: 'kubia' };
const explain = async (objects: KubernetesObject[], asked: IngressRequest = request, status = 404) =>
  (await explainIngress(stepContext(fakeCluster({ objects, ingress: access })), asked, status))?.message;

describe('explainIngress', () => {
  it('reports nothing for a sound Ingress', async () =>
    assert.equal(await explain([...serviceWithPods(1), ingressObject()]), undefined));
  it('reports a missing Ingress', async () =>
    assert.equal(await explain(serviceWithPods(1)), 'There is no Ingress in namespace demo.'));
  it('reports another class', async () =>
    assert.match(
      (await explain([...serviceWithPods(1), ingressObject({ className: 'nginx' })])) ?? '',
      /class nginx, but the controller serves class traefik/,
    ));
  it('reports a host that no rule has', async () =>
    assert.match(
      (await explain([...serviceWithPods(1), ingressObject({ host: 'kubai.example.com' })])) ?? '',
      /did you mean kubai\.example\.com/,
    ));
  it('matches a host with a wildcard', async () =>
    assert.equal(await explain([...serviceWithPods(1), ingressObject({ host: '*.example.com' })]), undefined));
  it('reports a backend that does not exist', async () =>
    assert.match(
      (await explain([...serviceWithPods(1), ingressObject({ service: 'web' })])) ?? '',
      /the rules are for web/,
    ));
  it('reports a backend without pods', async () =>
    assert.match(
      (await explain([serviceObject(), ingressObject()], request, 503)) ?? '',
      /No pod matches the selector/,
    ));
  it('has no broken link for another status code', async () =>
    assert.equal(await explain([ingressObject()], { host: 'x', path: '/' }, 200), undefined));
});
