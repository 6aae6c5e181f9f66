import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../../runner/core/json.ts';
import { applyConfiguration } from '../../../../../runner/simulator/api/patch/apply.ts';
import { schemaOf } from '../../../../../runner/simulator/api/schema/schema.ts';
import type { Unstructured } from '../../../../../runner/simulator/objects/metadata.ts';

const schema = schemaOf('', 'v1', 'Service');

const apply = (live: JsonObject | undefined, spec: JsonObject, name = 'me', force = false): JsonObject =>
  applyConfiguration({
    live: live as Unstructured | undefined,
    applied: { apiVersion: 'v1', kind: 'Service', metadata: { name: 'kubia' }, spec },
    schema,
    manager: { name, operation: 'Apply', subresource: '' },
    force,
    time: '2026-01-01T00:00:00Z',
  });

describe('server-side apply', () => {
  it('drops what the manager no longer sets', () => {
    const first = apply(undefined, { type: 'NodePort', ports: [{ port: 80 }, { port: 443, name: 'https' }] });
    const second = apply(first, { type: 'NodePort', ports: [{ port: 80 }] });
    assert.deepEqual(second['spec'], { type: 'NodePort', ports: [{ port: 80 }] });
    assert.deepEqual(apply(second, { ports: [{ port: 80 }] })['spec'], { ports: [{ port: 80 }] });
  });

  it('keeps what others own, merges lists by key', () => {
    const first = apply(undefined, { ports: [{ port: 80, protocol: 'TCP' }] }, 'other');
    const second = apply(first, { ports: [{ port: 443, protocol: 'TCP' }] });
    assert.deepEqual(second['spec'], {
      ports: [
        { port: 80, protocol: 'TCP' },
        { port: 443, protocol: 'TCP' },
      ],
    });
    assert.deepEqual(apply(second, {})['spec'], { ports: [{ port: 80, protocol: 'TCP' }] });
  });

  it("kubectl's annotation keeps up with what kubectl applies", () => {
    const key = 'kubectl.kubernetes.io/last-applied-configuration';
    const annotationOf = (object: JsonObject): unknown =>
      ((object['metadata'] as JsonObject)['annotations'] as JsonObject | undefined)?.[key];
    const live = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'kubia', annotations: { [key]: 'old' } } };
    assert.equal(
      annotationOf(apply(live, { type: 'NodePort' }, 'kubectl')),
      '{"apiVersion":"v1","kind":"Service","metadata":{"name":"kubia"},"spec":{"type":"NodePort"}}\n',
    );
    assert.equal(annotationOf(apply(live, { type: 'NodePort' }, 'other')), 'old');
    assert.equal(annotationOf(apply(undefined, { type: 'NodePort' }, 'kubectl')), undefined);
  });

  it('refuses a field of another manager, unless forced', () => {
    const first = apply(undefined, { ports: [{ port: 80, targetPort: 8080 }] }, 'kubectl');
    assert.throws(() => apply(first, { ports: [{ port: 80, targetPort: 9090 }] }), {
      code: 409,
      message: 'Apply failed with 1 conflict: conflict with "kubectl": .spec.ports[port=80,protocol="TCP"].targetPort',
    });
    const forced = apply(first, { ports: [{ port: 80, targetPort: 9090 }] }, 'me', true);
    assert.deepEqual(forced['spec'], { ports: [{ port: 80, targetPort: 9090 }] });
    assert.deepEqual(apply(forced, { ports: [{ port: 80, targetPort: 9090 }] }), forced);
  });

  it('equal values are shared without conflict', () => {
    const first = apply(undefined, { type: 'ClusterIP' }, 'kubectl');
    const second = apply(first, { type: 'ClusterIP' });
    assert.equal((second['metadata'] as { managedFields: unknown[] }).managedFields.length, 2);
  });

  it('an apply that changes nothing leaves no trace', () => {
    const first = apply(undefined, { type: 'ClusterIP', selector: { app: 'a' } });
    assert.deepEqual(apply(first, { type: 'ClusterIP', selector: { app: 'a' } }), first);
  });
});
