import assert from 'node:assert/strict';
import { makeStatus, type Status } from '../../../reporters/console/status.ts';
import { makeTheme } from '../../../reporters/console/theme.ts';
import { columnsOf } from '../../../runner/core/frame.ts';
import { sampleRun, until } from '../../support/sample-run.ts';

const follow = (events: readonly (typeof sampleRun)[number][]): Status => {
  const status = makeStatus(makeTheme({ color: false, ascii: true }));
  for (const event of events) status.add(event);
  return status;
};

const tick = (second: number): { type: 'tick'; at: string } => ({
  type: 'tick',
  at: new Date(Date.UTC(2026, 2, 1, 9, 30, second)).toISOString(),
});

const progressing = until(({ type }) => type === 'step:progress');

describe('status', () => {
  it('shows the phase of the boot and the time since its start', () => {
    const status = follow(until((event) => event.type === 'cluster:phase' && event.phase === 'kubeadm init'));
    status.add(tick(20));
    assert.deepEqual(status.lines(60), ['  | starting kind: kubeadm init 7.9s                   20.0s']);
  });

  it('shows the step, its last progress, and the elapsed time', () => {
    const status = follow(progressing);
    status.add(tick(33));
    const [line = ''] = status.lines(160);
    assert.match(line, /over all its po.* > curl http:\/\/kubia reaches all 3 pods {2}2 of 3 pods answered +2\.0s$/);
    status.add(tick(34));
    assert.match(status.lines(160)[0] ?? '', /3\.0s$/);
  });

  it('fits into any width', () => {
    const status = follow(progressing);
    for (let width = 24; width < 120; width++)
      for (const line of status.lines(width)) assert.ok(columnsOf(line) <= width, line);
  });

  it('has one line for each running scenario', () => {
    assert.equal(
      follow(until((event) => event.type === 'step:start' && event.step === 'srv-resolves')).lines(80).length,
      2,
    );
  });

  it('never fills the terminal', () => {
    const status = follow([]);
    for (let index = 0; index < 50; index++)
      status.add({ type: 'scenario:start', at: '', scenario: `${index}`, title: `scenario ${index}`, namespace: '' });
    assert.equal(status.lines(80).length, 9);
    assert.equal(status.lines(80).at(-1), '    42 more');
  });

  it('is empty when the run is over', () => assert.deepEqual(follow(sampleRun).lines(80), []));
});
