import assert from 'node:assert/strict';
import { breakPod, breakWorkload } from '../../../../runner/selftest/operators/workload.ts';
import { mistakesOf } from '../mistakes.ts';

const neverReady = '{"exec":{"command":["false"]},"periodSeconds":1}';

describe('mistakes in the pods behind a Service', () => {
  it('of a Deployment: fewer pods, pods that are never ready, other labels in template and selector', () =>
    assert.deepEqual(
      mistakesOf(
        breakWorkload({
          kind: 'Deployment',
          spec: {
            replicas: 3,
            selector: { matchLabels: { app: 'web' } },
            template: {
              metadata: { labels: { app: 'web', tier: 'front' } },
              spec: { containers: [{ name: 'web', ports: [{ name: 'http', containerPort: 80 }] }, { name: 'side' }] },
            },
          },
        }),
      ),
      [
        'replicas spec.replicas=2',
        `readiness spec.template.spec.containers.0.readinessProbe=${neverReady}`,
        'port-name spec.template.spec.containers.0.ports.0.name=http-x',
        'labels spec.template.metadata.labels.app=web-other spec.selector.matchLabels.app=web-other',
        'labels spec.template.metadata.labels.tier=front-other',
      ],
    ));

  it('of a ReplicationController: a selector that is a plain mapping', () =>
    assert.deepEqual(
      mistakesOf(
        breakWorkload({
          kind: 'ReplicationController',
          spec: {
            selector: { app: 'web' },
            template: { metadata: { labels: { app: 'web' } }, spec: { containers: [] } },
          },
        }),
      ),
      ['labels spec.template.metadata.labels.app=web-other spec.selector.app=web-other'],
    ));

  it('of a StatefulSet: another governing Service', () =>
    assert.deepEqual(mistakesOf(breakWorkload({ kind: 'StatefulSet', spec: { serviceName: 'db', replicas: 0 } })), [
      'hostname spec.serviceName=db-other',
    ]));

  it('of a Pod: other labels and another name', () =>
    assert.deepEqual(
      mistakesOf(
        breakPod({
          kind: 'Pod',
          metadata: { labels: { app: 'web' } },
          spec: { dnsPolicy: 'None', hostname: 'one', subdomain: 'web', containers: [{ name: 'web' }] },
        }),
      ),
      [
        `readiness spec.containers.0.readinessProbe=${neverReady}`,
        'dns-policy spec.dnsPolicy=ClusterFirst',
        'hostname spec.hostname=one-other',
        'hostname spec.subdomain=web-other',
        'labels metadata.labels.app=web-other',
      ],
    ));
});
