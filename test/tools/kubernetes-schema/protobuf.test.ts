import assert from 'node:assert/strict';
import { protobufTables, readProto } from '../../../tools/kubernetes-schema/protobuf.ts';

const proto = `
syntax = "proto2";

package k8s.io.api.core.v1;

// message Comment {
message Probe {
  // The action.
  optional ProbeHandler handler = 1;

  // +optional
  optional int32 initialDelaySeconds = 2;

  optional string gone = 3;

  optional string aPIGroup = 4;
}

message ProbeHandler {
  optional ExecAction exec = 1;
  optional .k8s.io.apimachinery.pkg.util.intstr.IntOrString port = 2;
}

message ExecAction {
  repeated string command = 1;
  map<string, string> labels = 3;
}
`;

describe('protobuf tables', () => {
  const messages = readProto(proto);
  const name = (message: string): string => `io.k8s.api.core.v1.${message}`;

  it('reads messages and fields', () => {
    assert.deepEqual([...messages.keys()], ['Probe', 'ProbeHandler', 'ExecAction'].map(name));
    assert.deepEqual(messages.get(name('ProbeHandler')), [
      { number: '1', name: 'exec', type: name('ExecAction') },
      { number: '2', name: 'port', type: 'io.k8s.apimachinery.pkg.util.intstr.IntOrString' },
    ]);
    assert.deepEqual(
      messages.get(name('ExecAction'))?.map((field) => [field.number, field.name]),
      [
        ['1', 'command'],
        ['3', 'labels'],
      ],
    );
  });

  it('inlines a message whose fields are inlined in JSON, and leaves out fields that JSON lacks', () => {
    const definitions = {
      [name('Probe')]: { properties: { exec: {}, port: {}, initialDelaySeconds: {}, apiGroup: {} } },
      [name('Time')]: { type: 'string' },
    };
    assert.deepEqual(protobufTables(definitions, messages), {
      [name('Probe')]: { 1: { 1: 'exec', 2: 'port' }, 2: 'initialDelaySeconds', 4: 'apiGroup' },
    });
  });

  it('names a definition without a message, and a property without a number', () => {
    assert.throws(() => protobufTables({ 'x.Pod': { properties: { a: {} } } }, messages), /x\.Pod has no message/);
    assert.throws(
      () => protobufTables({ [name('Probe')]: { properties: { exec: {}, nope: {} } } }, messages),
      /io\.k8s\.api\.core\.v1\.Probe has no number for nope/,
    );
  });
});
