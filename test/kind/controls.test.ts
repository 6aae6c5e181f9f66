import assert from 'node:assert/strict';
import { explain, load } from '../support/lab.ts';
import { lab } from './support/shared-lab.ts';

const scenario = (from: string, given = ''): string => `
title: A ping that proves nothing
given:
  - file: ../fixtures/kubia.yaml
${given}
steps:
  - wait-for: { kind: Pod, labels: { app: kubia }, condition: Ready, count: 3 }
  - ping-fails-on-cluster-ip: ${from}
    within: 5s
`;

/** Pods that lack what a ping needs. */
const pod = (name: string, extra: string): string => `
  - manifest:
      apiVersion: v1
      kind: Pod
      metadata: { name: ${name} }
      spec:
        terminationGracePeriodSeconds: 0
${extra}
`;

const withoutPing = pod(
  'without-ping',
  `        containers:
          - { name: a, image: luksa/kubia, imagePullPolicy: IfNotPresent, command: [sh, -c, 'rm -f /bin/ping /usr/bin/ping; sleep 3600'] }`,
);

const withoutNetwork = pod(
  'without-network',
  `        initContainers:
          - name: cut
            image: registry.k8s.io/e2e-test-images/agnhost:2.56
            imagePullPolicy: IfNotPresent
            command: [sh, -c, 'ip link set eth0 down']
            securityContext: { privileged: true }
        containers:
          - { name: a, image: luksa/kubia, imagePullPolicy: IfNotPresent, command: [sleep, '3600'] }`,
);

const cases = [
  {
    name: 'a Service that does not exist',
    text: scenario('{ service: nobody }'),
    outcome: 'failed',
    reason: 'not-found',
  },
  {
    name: 'a pod without ping',
    text: scenario('{ service: kubia, from: pod/without-ping }', withoutPing),
    outcome: 'error',
    reason: 'tool-missing',
  },
  {
    name: 'a pod without network',
    text: scenario('{ service: kubia, from: pod/without-network }', withoutNetwork),
    outcome: 'error',
    reason: 'exec-failed',
  },
] as const;

describe('ping-fails-on-cluster-ip never passes for a wrong reason', () => {
  it('neither without a Service, nor without ping, nor without a network', async function () {
    this.timeout(300_000);
    const scenarios = await Promise.all(
      cases.map(({ name, text }) => load(`controls/${name.replaceAll(' ', '-')}.yaml`, text)),
    );
    const records = await lab.runAll(scenarios, 3);
    for (const [index, { name, outcome, reason }] of cases.entries()) {
      const record = records[index];
      assert.ok(record);
      const result = record.steps.at(-1)?.result;
      assert.deepEqual([result?.outcome, result?.reason?.code], [outcome, reason], `${name}\n${explain(record)}`);
    }
  });
});
