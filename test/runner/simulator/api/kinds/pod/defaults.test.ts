import assert from 'node:assert/strict';
import { defaultPodSpec, defaultPullPolicy } from '../../../../../../runner/simulator/api/kinds/pod/defaults.ts';
import type { PodSpec } from '../../../../../../runner/simulator/objects/pods.ts';

describe('defaults of pods', () => {
  for (const [image, policy] of [
    ['nginx', 'Always'],
    ['nginx:latest', 'Always'],
    ['nginx:1.27', 'IfNotPresent'],
    ['localhost:5000/nginx', 'Always'],
    ['nginx@sha256:abc', 'IfNotPresent'],
  ] as const)
    it(`${image} is pulled ${policy}`, () => assert.equal(defaultPullPolicy(image), policy));

  it('fills in probes, ports, volumes and policies', () => {
    const spec = defaultPodSpec({
      containers: [
        { name: 'a', image: 'b', ports: [{ containerPort: 80 }], readinessProbe: { httpGet: { port: 80 } } },
      ],
      volumes: [{ name: 'v' }, { name: 'c', configMap: { name: 'x' } }],
    } as unknown as PodSpec);
    assert.equal(spec.restartPolicy, 'Always');
    assert.equal(spec.terminationGracePeriodSeconds, 30);
    const [container] = spec.containers;
    assert.equal(container?.ports?.[0]?.protocol, 'TCP');
    assert.deepEqual(container?.readinessProbe, {
      httpGet: { port: 80, path: '/', scheme: 'HTTP' },
      timeoutSeconds: 1,
      periodSeconds: 10,
      successThreshold: 1,
      failureThreshold: 3,
    });
    assert.deepEqual(spec.volumes, [
      { name: 'v', emptyDir: {} },
      { name: 'c', configMap: { name: 'x', defaultMode: 420 } },
    ]);
  });
});
