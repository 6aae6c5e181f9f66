import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { ExecResult } from '../../../../../runner/cluster/cluster.ts';
import { readEnvironment } from '../../../../../runner/steps/discover/support/read-environment.ts';
import { Unobservable } from '../../../../../runner/steps/finding.ts';
import { fakeCluster } from '../../../../support/fake-cluster.ts';
import { stepContext } from '../../../../support/step-context.ts';
import { environmentExec } from '../fake-environment.ts';

const vantage = { place: 'pod', namespace: 'demo', pod: 'kubia-1' } as const;

describe('readEnvironment', () => {
  it('reads every variable of a process, whatever its value is', async function () {
    if (!existsSync('/proc/self/environ')) return this.skip();
    const env = {
      PATH: '/usr/bin:/bin',
      LINES: 'a\nPATH=no\n\nb=c',
      EMPTY: '',
      WORD: '$(reboot) "\' é',
      '1.odd-name': 'x',
    };
    const cluster = fakeCluster({
      exec: (_vantage, { command }) => {
        const { status, stdout, stderr } = spawnSync('/bin/sh', command.slice(1), { env, encoding: 'utf8' });
        return { status: status ?? undefined, stdout, stderr };
      },
    });
    assert.deepEqual(Object.fromEntries(await readEnvironment(stepContext(cluster), vantage)), env);
  });

  it('keeps equals signs in values', async () => {
    const cluster = fakeCluster({ exec: environmentExec({ A: 'b=c==', B: '' }) });
    const environment = await readEnvironment(stepContext(cluster), vantage);
    assert.deepEqual(
      [...environment],
      [
        ['A', 'b=c=='],
        ['B', ''],
      ],
    );
  });

  const rejects = (result: Partial<ExecResult>) =>
    assert.rejects(
      readEnvironment(stepContext(fakeCluster({ exec: () => result })), vantage),
      (fault) => fault instanceof Unobservable && fault.reason.code === 'transcript-unreadable',
    );

  it('rejects an incomplete environment', () => rejects({ stdout: 'A=b\0' }));

  it('rejects a file that cannot be opened', () => rejects({ status: 74, stderr: 'cat: Permission denied' }));
});
