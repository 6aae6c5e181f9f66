import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../../../runner/core/json.ts';
import { describeFault } from '../../../../../../runner/simulator/api/field-error.ts';
import { validateEnvironment } from '../../../../../../runner/simulator/api/kinds/pod/environment.ts';
import type { Container } from '../../../../../../runner/simulator/objects/pods.ts';

const validate = (fields: JsonObject): string[] =>
  validateEnvironment(fields as unknown as Container, 'c').map(describeFault);
const from = (valueFrom: JsonObject, fields: JsonObject = {}): JsonObject => ({
  env: [{ name: 'A', valueFrom, ...fields }],
});
const field = (fieldPath: string): JsonObject => from({ fieldRef: { fieldPath } });
const names =
  '"metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"';

describe('validation of variables', () => {
  for (const [fields, ...faults] of [
    [{ env: [{ name: 'A.b-c d' }] }],
    [
      { env: [{ name: 'A=' }] },
      `c.env[0].name: Invalid value: "A=": a valid environment variable name must consist only of printable ASCII characters other than '='`,
    ],
    [{ env: [{}] }, 'c.env[0].name: Required value'],
    [field('metadata.name')],
    [field("metadata.labels['app']")],
    [field("metadata.annotations['A/b']")],
    [field(''), 'c.env[0].valueFrom.fieldRef.fieldPath: Required value'],
    [
      field('x'),
      'c.env[0].valueFrom.fieldRef.fieldPath: Invalid value: "x": error converting fieldPath: field label not supported: x',
    ],
    [
      field("spec.nodeName['x']"),
      `c.env[0].valueFrom.fieldRef.fieldPath: Invalid value: "spec.nodeName['x']": error converting fieldPath: field label does not support subscript: spec.nodeName['x']`,
    ],
    [
      field('status.phase'),
      `c.env[0].valueFrom.fieldRef.fieldPath: Unsupported value: "status.phase": supported values: ${names}`,
    ],
    [from({ resourceFieldRef: { resource: 'limits.cpu' } })],
    [from({ resourceFieldRef: {} }), 'c.env[0].valueFrom.resourceFieldRef.resource: Required value'],
    [from({ configMapKeyRef: { name: 'a', key: 'b' } })],
    [from({ secretKeyRef: { name: 'a' } }), 'c.env[0].valueFrom.secretKeyRef.key: Required value'],
    [
      from({}),
      'c.env[0].valueFrom: Invalid value: "": must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`',
    ],
    [
      from({ fieldRef: { fieldPath: 'metadata.name' } }, { value: 'x' }),
      'c.env[0].valueFrom: Invalid value: "": may not be specified when `value` is not empty',
    ],
    [
      from({ fieldRef: { fieldPath: 'metadata.name' }, secretKeyRef: { name: 'a', key: 'b' } }),
      'c.env[0].valueFrom: Invalid value: "": may not have more than one field specified at a time',
    ],
    [{ envFrom: [{ configMapRef: { name: 'a' } }, { prefix: 'P_', secretRef: { name: 'b' } }] }],
    [{ envFrom: [{ configMapRef: {} }] }, 'c.envFrom[0].configMapRef.name: Required value'],
    [{ envFrom: [{}] }, 'c.envFrom: Invalid value: "": must specify one of: `configMapRef` or `secretRef`'],
    [
      { envFrom: [{ configMapRef: { name: 'a' }, secretRef: { name: 'b' } }] },
      'c.envFrom: Invalid value: "": may not have more than one field specified at a time',
    ],
  ] as const)
    it(`${JSON.stringify(fields)} has ${faults.length} faults`, () =>
      assert.deepEqual(validate(fields as unknown as JsonObject), faults));
});
