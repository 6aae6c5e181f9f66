import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kubectl } from '../../../../runner/steps/act/kubectl.ts';
import { Unobservable } from '../../../../runner/steps/finding.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { stepContext } from '../../../support/step-context.ts';

/** A program in place of kubectl. Its first argument decides what it does. */
const program = `#!/bin/sh
case $1 in
  env) env | sort; exit 0 ;;
  config) cat "$KUBECONFIG"; exit 0 ;;
  stdin) cat; echo end; exit 0 ;;
  fail) echo 'Error from server (NotFound): services "nope" not found' >&2; exit 1 ;;
  missing) exit 127 ;;
  flood) while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done ;;
  hang) exec sleep 60 ;;
  *) printf '<%s>' "$@"; exit 0 ;;
esac
`;

describe('kubectl', () => {
  const path = process.env['PATH'];
  const temporary = process.env['TMPDIR'];
  let folder = '';

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plumbline-test-'));
    await writeFile(join(folder, 'kubectl'), program, { mode: 0o755 });
    process.env['PATH'] = `${folder}:${path}`;
    process.env['PLUMBLINE_TEST_SECRET'] = 'leaked';
    process.env['TMPDIR'] = folder;
  });

  after(async () => {
    process.env['PATH'] = path;
    delete process.env['PLUMBLINE_TEST_SECRET'];
    if (temporary === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = temporary;
    await rm(folder, { recursive: true });
  });

  const context = (signal?: AbortSignal) => ({
    ...stepContext({ ...fakeCluster(), kubeconfig: (namespace) => `namespace: ${namespace}\n` }),
    ...(signal && { signal }),
  });
  const run = (args: string[], more: Partial<Parameters<typeof kubectl.run>[0]> = {}) =>
    kubectl.run({ args, exit: 0, ...more }, context());
  const outputOf = async (args: string[]): Promise<string> => String((await run(args)).observation['stdout']);
  const leftovers = async () => (await readdir(tmpdir())).filter((each) => each.startsWith('plumbline-program-'));

  it('passes the arguments unchanged', async () => {
    assert.equal(
      await outputOf(['get', 'svc; rm -rf /', '$HOME', '', '-o', 'x']),
      '<get><svc; rm -rf /><$HOME><><-o><x>',
    );
  });

  it("sets a kubeconfig with the scenario's namespace", async () => {
    assert.equal(await outputOf(['config']), 'namespace: demo');
  });

  it('passes PATH and no other variable of the environment', async () => {
    const names = (await outputOf(['env'])).split('\n').map((line) => line.split('=')[0]);
    assert.deepEqual(
      names.filter((name) => !['PWD', 'OLDPWD', 'SHLVL', '_'].includes(name ?? '')),
      ['HOME', 'KUBECACHEDIR', 'KUBECONFIG', 'LC_ALL', 'PATH'],
    );
  });

  it('has no standard input', async () => assert.equal(await outputOf(['stdin']), 'end'));

  it('compares exit code and output', async () => {
    const expected = { exit: 1, stderr: { contains: 'services "nope" not found' } };
    assert.equal((await run(['fail'], expected)).outcome, 'passed');
    assert.equal((await run(['fail'])).reason?.code, 'exit-mismatch');
    assert.equal((await run(['fail'], { exit: 1, stderr: { contains: 'other' } })).reason?.code, 'output-mismatch');
    assert.equal((await run(['missing'], { exit: 127 })).outcome, 'passed');
  });

  it('shows the command to run by hand', async () => {
    assert.equal((await run(['get', 'svc'])).reproduce, 'kubectl -n demo get svc');
    assert.equal(kubectl.describe({ args: ['get', 'svc', 'a b'], exit: 0 }), "kubectl get svc 'a b'");
    assert.deepEqual(kubectl.needs?.({ args: ['x'], exit: 0 }), { kubectl: true });
  });

  it('is an error when the output is too large', async () => {
    await assert.rejects(
      run(['flood']),
      (fault) => fault instanceof Unobservable && fault.reason.code === 'transcript-unreadable',
    );
  });

  it('ends at its time limit', async () => {
    const controller = new AbortController();
    const running = kubectl.run({ args: ['hang'], exit: 'nonzero' }, context(controller.signal));
    const stopped = assert.rejects(running, /time is over/);
    setTimeout(() => controller.abort(new Error('time is over')), 40);
    await stopped;
  });

  it('is an error on a machine without kubectl', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'plumbline-test-'));
    process.env['PATH'] = empty;
    try {
      await assert.rejects(
        run(['get', 'svc'], { exit: 'nonzero' }),
        (fault) => fault instanceof Unobservable && fault.reason.code === 'tool-missing',
      );
    } finally {
      process.env['PATH'] = `${folder}:${path}`;
      await rm(empty, { recursive: true });
    }
  });

  it('leaves no file behind', async () => assert.deepEqual(await leftovers(), []));
});
