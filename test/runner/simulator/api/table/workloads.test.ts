import assert from 'node:assert/strict';
import type { Printer } from '../../../../../runner/simulator/api/columns.ts';
import {
  daemonSetPrinter,
  deploymentPrinter,
  jobPrinter,
  replicaSetPrinter,
  replicationControllerPrinter,
  statefulSetPrinter,
} from '../../../../../runner/simulator/api/table/workloads.ts';

const template = { spec: { containers: [{ name: 'a', image: 'b' }] } };
const selector = { matchLabels: { app: 'a' } };
const cells = (printer: Printer, spec: object, status: object): unknown[] =>
  printer.cells(
    {
      metadata: { name: 'x', creationTimestamp: '2026-01-01T00:00:00Z' },
      spec: { template, ...spec },
      status,
    } as never,
    Date.parse('2026-01-01T00:00:05Z'),
  );

describe('tables of workloads', () => {
  it('each has its columns', () => {
    assert.deepEqual(
      cells(
        deploymentPrinter,
        { replicas: 3, selector },
        { readyReplicas: 2, updatedReplicas: 3, availableReplicas: 2 },
      ),
      ['x', '2/3', 3, 2, '5s', 'a', 'b', 'app=a'],
    );
    assert.deepEqual(cells(replicaSetPrinter, { replicas: 3, selector }, { replicas: 3, readyReplicas: 1 }), [
      'x',
      3,
      3,
      1,
      '5s',
      'a',
      'b',
      'app=a',
    ]);
    assert.deepEqual(cells(replicationControllerPrinter, { replicas: 3, selector: { app: 'a' } }, {}), [
      'x',
      3,
      0,
      0,
      '5s',
      'a',
      'b',
      'app=a',
    ]);
    assert.deepEqual(cells(statefulSetPrinter, { replicas: 2 }, { readyReplicas: 1 }), ['x', '1/2', '5s', 'a', 'b']);
    assert.deepEqual(cells(daemonSetPrinter, { selector }, { desiredNumberScheduled: 2, numberReady: 1 }), [
      'x',
      2,
      0,
      1,
      0,
      0,
      '<none>',
      '5s',
      'a',
      'b',
      'app=a',
    ]);
    const done = {
      succeeded: 1,
      startTime: '2026-01-01T00:00:00Z',
      completionTime: '2026-01-01T00:00:03Z',
      conditions: [{ type: 'Complete', status: 'True' }],
    };
    assert.deepEqual(cells(jobPrinter, { completions: 1 }, done), ['x', 'Complete', '1/1', '3s', '5s', 'a', 'b', '']);
  });
});
