import assert from 'node:assert/strict';
import { DiagnosticError } from '../../../../runner/core/diagnostic.ts';
import { type CommandSpec, command } from '../../../../runner/steps/act/command.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { lookOnce, verdictOf } from '../../../support/look.ts';
import { stepContext } from '../../../support/step-context.ts';

const spec = (more: Partial<CommandSpec> = {}): CommandSpec => ({ command: ['true'], exit: 0, ...more });
const look = (body: CommandSpec) => lookOnce(command, body, stepContext(fakeCluster()));
const sh = (text: string) => ({ command: ['sh', '-c', text] });
const binder = { file: () => [], manifest: () => [], step: () => undefined };

describe('command', () => {
  it('compares exit code and output', async () => {
    assert.equal(verdictOf(await look(spec(sh('echo yes')))), 'passed');
    assert.equal(
      verdictOf(await look(spec({ ...sh('echo yes'), stdout: { contains: 'no' } }))),
      'failed output-mismatch',
    );
    assert.equal(verdictOf(await look(spec(sh('exit 3')))), 'failed exit-mismatch');
    assert.equal(verdictOf(await look(spec({ ...sh('exit 3'), exit: 'nonzero' }))), 'passed');
  });

  it('gets the namespace, its own variables and its input', async () => {
    const body = { ...sh('echo "$NAMESPACE $OWN"; cat'), env: { OWN: 'x y' }, stdin: 'input' };
    const finding = await look(spec({ ...body, stdout: { equals: 'demo x y\ninput' } }));
    assert.equal(verdictOf(finding), 'passed');
    assert.match(finding.reproduce ?? '', /^printf %s input \| env NAMESPACE=demo 'OWN=x y' sh -c /);
  });

  it('is an error when the program is missing, even if a failure is expected', async () => {
    const finding = await look(spec({ command: ['plumbline-no-such-program'], exit: 'nonzero' }));
    assert.equal(verdictOf(finding), 'error tool-missing');
    assert.match(finding.reason?.message ?? '', /no program plumbline-no-such-program on the PATH of this machine/);
  });

  it('refuses variables that the cluster sets', () => {
    for (const name of ['PATH', 'KUBECONFIG', 'HOME', 'NAMESPACE', 'a b', '1a', 'a=b'])
      assert.throws(() => command.bind?.(spec({ env: { [name]: 'x' } }), binder), DiagnosticError, name);
    assert.deepEqual(command.bind?.(spec({ env: { _A1: 'x' } }), binder), spec({ env: { _A1: 'x' } }));
  });

  it('has a title', () => assert.equal(command.describe(spec(sh('a b'))), "sh -c 'a b'"));
});
