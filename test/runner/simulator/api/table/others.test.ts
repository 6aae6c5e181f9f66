import assert from 'node:assert/strict';
import type { Printer } from '../../../../../runner/simulator/api/columns.ts';
import {
  configMapPrinter,
  eventPrinter,
  leasePrinter,
  limitRangePrinter,
  namespacePrinter,
  nodePrinter,
  plainPrinter,
  quotaPrinter,
  secretPrinter,
  serviceAccountPrinter,
} from '../../../../../runner/simulator/api/table/others.ts';

const creationTimestamp = '2026-01-01T00:00:00Z';
const cells = (printer: Printer, object: object): unknown[] =>
  printer.cells({ metadata: { name: 'x', creationTimestamp }, ...object } as never, Date.parse('2026-01-01T00:00:05Z'));

describe('tables of the other kinds', () => {
  it('each has its columns', () => {
    assert.deepEqual(cells(namespacePrinter, { status: { phase: 'Active' } }), ['x', 'Active', '5s']);
    assert.deepEqual(cells(configMapPrinter, { data: { a: '', b: '' } }), ['x', 2, '5s']);
    assert.deepEqual(cells(secretPrinter, { type: 'Opaque' }), ['x', 'Opaque', 0, '5s']);
    assert.deepEqual(cells(serviceAccountPrinter, {}), ['x', 0, '5s']);
    assert.deepEqual(cells(leasePrinter, { spec: { holderIdentity: 'me' } }), ['x', 'me', '5s']);
    assert.deepEqual(cells(limitRangePrinter, {}), ['x', creationTimestamp]);
    assert.deepEqual(cells(plainPrinter, {}), ['x', creationTimestamp]);
    assert.deepEqual(cells(quotaPrinter, { spec: { hard: { pods: '3' } }, status: {} }), ['x', 'pods: 0/3', '', '5s']);
  });

  it('a node tells its role, state and address', () => {
    const node = {
      metadata: { name: 'n', creationTimestamp, labels: { 'node-role.kubernetes.io/control-plane': '' } },
      spec: { unschedulable: true },
      status: {
        addresses: [{ type: 'InternalIP', address: '172.18.0.2' }],
        conditions: [{ type: 'Ready', status: 'True' }],
        nodeInfo: { kubeletVersion: 'v1.34.4' },
      },
    };
    assert.deepEqual(cells(nodePrinter, node).slice(0, 7), [
      'n',
      'Ready,SchedulingDisabled',
      'control-plane',
      '5s',
      'v1.34.4',
      '172.18.0.2',
      '<none>',
    ]);
  });

  it('an event tells what happened to whom', () => {
    const event = {
      type: 'Normal',
      reason: 'Started',
      message: 'Started it',
      count: 2,
      involvedObject: { kind: 'Pod', name: 'p' },
      source: { component: 'kubelet', host: 'n' },
      firstTimestamp: creationTimestamp,
      lastTimestamp: '2026-01-01T00:00:03Z',
    };
    assert.deepEqual(cells(eventPrinter, event), [
      '2s',
      'Normal',
      'Started',
      'pod/p',
      '',
      'kubelet, n',
      'Started it',
      '5s',
      2,
      'x',
    ]);
  });
});
