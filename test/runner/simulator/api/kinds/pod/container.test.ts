import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../../../runner/core/json.ts';
import { describeFault } from '../../../../../../runner/simulator/api/field-error.ts';
import { validateContainer } from '../../../../../../runner/simulator/api/kinds/pod/container.ts';
import type { Container } from '../../../../../../runner/simulator/objects/pods.ts';

const validate = (fields: JsonObject): string[] => {
  const container = { name: 'main', image: 'luksa/kubia', imagePullPolicy: 'Always', ...fields };
  return validateContainer(container as unknown as Container, 'c', new Set(['v'])).map(describeFault);
};

describe('validation of containers', () => {
  for (const [fields, ...faults] of [
    [{}],
    [{ env: [{}] }, 'c.env[0].name: Required value'],
    [{ readinessProbe: { httpGet: { port: 'http' } } }],
    [
      { readinessProbe: { httpGet: { port: 'http--' } } },
      'c.readinessProbe.httpGet.port: Invalid value: "http--": must not contain consecutive hyphens',
      'c.readinessProbe.httpGet.port: Invalid value: "http--": must not begin or end with a hyphen',
    ],
    [
      { livenessProbe: { grpc: { port: 0 } } },
      'c.livenessProbe.grpc.port: Invalid value: 0: must be between 1 and 65535, inclusive',
    ],
    [
      { resources: { requests: { cpu: '1500m' }, limits: { cpu: '1' } } },
      'c.resources.requests: Invalid value: "1500m": must be less than or equal to cpu limit of 1',
    ],
    [{ resources: { requests: { memory: '1Gi' }, limits: { memory: '2Gi' } } }],
    [{ volumeMounts: [{ name: 'w', mountPath: '/w' }] }, 'c.volumeMounts[0].name: Not found: "w"'],
  ] as const)
    it(`${JSON.stringify(fields)} has ${faults.length} faults`, () =>
      assert.deepEqual(validate(fields as unknown as JsonObject), faults));
});
