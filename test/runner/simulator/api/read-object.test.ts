import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../runner/core/json.ts';
import { readObject } from '../../../../runner/simulator/api/read-object.ts';
import { apiKind, serviceOf } from '../cluster.ts';

const service = apiKind('Service').resource;
const options = { manager: 'test' };

describe('bodies as objects', () => {
  for (const [body, message] of [
    [
      { apiVersion: 'v1', kind: 'Pod' },
      'Pod in version "v1" cannot be handled as a Service: converting (v1.Pod) to (core.Service): unknown conversion',
    ],
    [
      { apiVersion: 'v2', kind: 'Service' },
      'Service in version "v2" cannot be handled as a Service: no kind "Service" is registered for version "v2" in scheme "pkg/runtime/scheme.go:110"',
    ],
    [
      { spec: { prots: [] } },
      'Service in version "v1" cannot be handled as a Service: strict decoding error: unknown field "spec.prots"',
    ],
    [
      { spec: { ports: [{ targetPort: true }] } },
      'Service in version "v1" cannot be handled as a Service: json: cannot unmarshal bool into Go struct field ServicePort.spec.ports.targetPort of type int32',
    ],
  ] as const)
    it(message, () => assert.throws(() => readObject(service, body as JsonObject, options), { code: 400, message }));

  it('what is left out is filled in', () => {
    const { object } = readObject(service, { ...serviceOf('a'), kind: '' }, options);
    assert.deepEqual([object['apiVersion'], object['kind']], ['v1', 'Service']);
  });

  it('a patch that leads to something else is shown', () => {
    const showPatched = () => 'map[spec:map[foo:bar]]';
    assert.throws(() => readObject(service, { spec: { foo: 'bar' } }, { ...options, showPatched }), {
      code: 422,
      message:
        ' "" is invalid: patch: Invalid value: "map[spec:map[foo:bar]]": strict decoding error: unknown field "spec.foo"',
    });
  });
});
