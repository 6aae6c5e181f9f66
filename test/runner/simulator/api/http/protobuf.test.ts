import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeProtobuf } from '../../../../../runner/simulator/api/http/protobuf.ts';
import { StatusError } from '../../../../../runner/simulator/api/status.ts';

const bytes = (number: number, body: Uint8Array | string): Buffer => {
  const content = Buffer.from(body as string);
  return Buffer.concat([Buffer.from([number * 8 + 2, content.length]), content]);
};
const varint = (number: number, value: number): Buffer => Buffer.from([number * 8, value]);
const wrap = (apiVersion: string, kind: string, raw: Buffer): Buffer =>
  Buffer.concat([Buffer.from('k8s\0'), bytes(1, Buffer.concat([bytes(1, apiVersion), bytes(2, kind)])), bytes(2, raw)]);

describe('protobuf', () => {
  it('reads a Service with inlined, special and repeated fields', () => {
    const target = Buffer.concat([varint(1, 1), bytes(3, 'http')]);
    const port = Buffer.concat([bytes(1, 'web'), bytes(2, 'TCP'), varint(3, 80), bytes(4, target), varint(5, 0)]);
    const selector = Buffer.concat([bytes(1, 'app'), bytes(2, 'kubia')]);
    const spec = Buffer.concat([bytes(1, port), bytes(2, selector)]);
    const raw = Buffer.concat([bytes(1, Buffer.concat([bytes(1, 'kubia'), bytes(8, '')])), bytes(2, spec)]);
    assert.deepEqual(decodeProtobuf(wrap('v1', 'Service', raw)), {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'kubia' },
      spec: { ports: [{ name: 'web', protocol: 'TCP', port: 80, targetPort: 'http' }], selector: { app: 'kubia' } },
    });
  });

  it('keeps the zero of a pointer, base64 of bytes', () => {
    const deployment = decodeProtobuf(wrap('apps/v1', 'Deployment', bytes(2, varint(1, 0))));
    assert.deepEqual(deployment['spec'], { replicas: 0 });
    const data = Buffer.concat([bytes(1, 'k'), bytes(2, 'v')]);
    assert.deepEqual(decodeProtobuf(wrap('v1', 'Secret', bytes(2, data)))['data'], { k: 'dg==' });
  });

  it('refuses other kinds and other bytes', () => {
    assert.throws(
      () => decodeProtobuf(wrap('v1', 'Nope', Buffer.alloc(0))),
      /no kind "Nope" is registered for version "v1"/,
    );
    assert.throws(() => decodeProtobuf(Buffer.from('hello')), { code: 400 });
  });

  it('any bytes give an object or a refusal', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), (raw) => {
        try {
          decodeProtobuf(wrap('v1', 'Pod', Buffer.from(raw)));
        } catch (fault) {
          assert.ok(fault instanceof StatusError, String(fault));
        }
      }),
    );
  });
});
