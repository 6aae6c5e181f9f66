import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import type Dockerode from 'dockerode';
import { EvidentError } from '../../../../../runner/cluster/kind/boot/phases.ts';
import { lastLines, multiUserReached, waitForSystemd } from '../../../../../runner/cluster/kind/boot/systemd-wait.ts';
import { manualClock } from '../../../../../runner/core/clock.ts';
import { fakeContainer } from '../fake-container.ts';

describe('multiUserReached', () => {
  const lines: [string, boolean][] = [
    ['[  OK  ] Reached target \u001b[0;1;39mMulti-User System\u001b[0m.', true],
    [
      '[\u001b[0;32m  OK  \u001b[0m] Reached target \u001b[0;1;39mmulti-user.target\u001b[0m - Multi-User System.',
      true,
    ],
    ['[  OK  ] Reached target basic.target - Basic System.', false],
    ['Starting Multi-User System', false],
  ];
  for (const [line, reached] of lines)
    it(`${reached ? 'takes' : 'refuses'} ${JSON.stringify(line)}`, () =>
      assert.equal(multiUserReached.test(line), reached));
});

describe('lastLines', () => {
  it('drops colours, carriage returns and empty lines', () => {
    assert.deepEqual(lastLines('a\r\n\r\n\u001b[0;32mb\u001b[0m\r\nc\r\n', 2), ['b', 'c']);
  });
});

const container = (active: () => boolean, exitCode = 0) => {
  const log = new PassThrough();
  const fake = fakeContainer(() => ({ status: active() ? 0 : 3 }));
  const logs = async ({ abortSignal }: { abortSignal: AbortSignal }) => {
    abortSignal.addEventListener('abort', () => log.destroy());
    return log;
  };
  const inspect = async () => ({ State: { ExitCode: exitCode } });
  return { log, fake, container: Object.assign(fake, { logs, inspect }) as unknown as Dockerode.Container };
};

describe('waitForSystemd', () => {
  it('reads the console, also if the line comes in pieces', async () => {
    const { log, fake, container: node } = container(() => false);
    const waiting = waitForSystemd(node, manualClock(), new AbortController().signal);
    log.write('[  OK  ] Reached target multi-us');
    log.write('er.target - Multi-User System.\r\n');
    await waiting;
    assert.equal(fake.commands.length, 0);
  });

  it('starts no process in a silent node too early', async () => {
    const clock = manualClock();
    const { fake, container: node } = container(() => true);
    const waiting = waitForSystemd(node, clock, new AbortController().signal);
    await clock.advance(9_000);
    assert.equal(fake.commands.length, 0);
    await clock.advance(4_000);
    await waiting;
    assert.deepEqual(fake.commands[0]?.command, ['systemctl', 'is-active', '--quiet', 'multi-user.target']);
  });

  it('reports a container that ended, with its last lines', async () => {
    const { log, container: node } = container(() => false, 255);
    const waiting = waitForSystemd(node, manualClock(), new AbortController().signal);
    log.end('ERROR: no cgroup\r\n');
    await assert.rejects(
      waiting,
      (error) =>
        error instanceof EvidentError &&
        /exit code 255/.test(error.message) &&
        error.evidence[0] === 'ERROR: no cgroup',
    );
  });

  it('keeps the console when it is aborted', async () => {
    const { log, container: node } = container(() => false);
    const abort = new AbortController();
    const waiting = waitForSystemd(node, manualClock(), abort.signal);
    log.write('Starting something\r\n');
    await new Promise((resolve) => setImmediate(resolve));
    abort.abort(new Error('late'));
    await assert.rejects(
      waiting,
      (error) => error instanceof EvidentError && error.evidence.includes('Starting something'),
    );
  });
});
