import assert from 'node:assert/strict';
import type { ExecResult } from '../../../../../runner/cluster/cluster.ts';
import type { Finding } from '../../../../../runner/core/result.ts';
import { type CommandExpectation, judgeCommand } from '../../../../../runner/steps/act/support/command-expectation.ts';
import { Unobservable } from '../../../../../runner/steps/finding.ts';

const judge = (expectation: Partial<CommandExpectation>, result: Partial<ExecResult> = {}): Finding =>
  judgeCommand(
    'echo hi',
    { exit: 0, ...expectation },
    { status: 0, stdout: 'hello\nworld\n', stderr: '', truncated: false, ...result },
    'echo hi',
  );
const verdict = (...parameters: Parameters<typeof judge>): string => {
  const { outcome, reason } = judge(...parameters);
  return [outcome, ...(reason ? [reason.code] : [])].join(' ');
};

describe('judgeCommand', () => {
  for (const [name, expectation, result, expected] of [
    ['the exit code', {}, {}, 'passed'],
    ['another exit code', {}, { status: 1 }, 'failed exit-mismatch'],
    ['a failure that is expected', { exit: 7 }, { status: 7 }, 'passed'],
    ['a success that is not', { exit: 7 }, {}, 'failed exit-mismatch'],
    ['any failure', { exit: 'nonzero' }, { status: 126 }, 'passed'],
    ['no failure', { exit: 'nonzero' }, {}, 'failed exit-mismatch'],
    ['no exit code', { exit: 'nonzero' }, { status: undefined }, 'error no-exit-status'],
    ['a text', { stdout: { contains: 'lo\nwo' } }, {}, 'passed'],
    ['one of two texts', { stdout: { contains: ['hello', 'x'] } }, {}, 'failed output-mismatch'],
    ['a text that must not be there', { stdout: { lacks: 'world' } }, {}, 'failed output-mismatch'],
    ['a text that is not there', { stdout: { lacks: ['x', 'y'] } }, {}, 'passed'],
    ['an expression', { stdout: { matches: '^world$' } }, {}, 'passed'],
    ['an expression that does not match', { stdout: { matches: '^orld$' } }, {}, 'failed output-mismatch'],
    ['the whole text', { stdout: { equals: 'hello\nworld' } }, {}, 'passed'],
    ['another text', { stdout: { equals: 'hello' } }, {}, 'failed output-mismatch'],
    ['no text', { stdout: { equals: '' } }, {}, 'failed output-mismatch'],
    ['the other stream', { stderr: { contains: 'hello' } }, {}, 'failed output-mismatch'],
    ['a cut text that shows it', { stdout: { contains: 'hello' } }, { truncated: true }, 'passed'],
    ['a cut text that does not', { stdout: { contains: 'x' } }, { truncated: true }, 'error transcript-unreadable'],
    ['a cut text that lacks it', { stdout: { lacks: 'x' } }, { truncated: true }, 'error transcript-unreadable'],
    ['a cut text of which nothing is asked', {}, { truncated: true }, 'passed'],
  ] as const)
    it(`${name}: ${expected}`, () =>
      assert.equal(verdict(expectation as Partial<CommandExpectation>, result), expected));

  it('quotes the output of the command', () => {
    const { reason, observation } = judge({}, { status: 1, stdout: '', stderr: 'curl: (7) refused\nmore' });
    assert.equal(reason?.message, 'echo hi ended with exit code 1 instead of 0: curl: (7) refused');
    assert.deepEqual(observation, { exit: 1, stdout: '', stderr: 'curl: (7) refused\nmore' });
  });

  it('shortens long output', () => {
    const { observation, evidence } = judge({}, { stdout: 'x'.repeat(1_000_000) });
    assert.ok(String(observation['stdout']).length <= 16_000);
    assert.ok((evidence[0]?.text.length ?? 0) <= 16_000);
  });

  it('is an error for an invalid regular expression', () => {
    assert.throws(() => judge({ stdout: { matches: '(' } }), Unobservable);
  });
});
