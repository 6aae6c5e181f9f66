import assert from 'node:assert/strict';
import type { ExecResult } from '../../../../../runner/cluster/cluster.ts';
import { notSimulatedNotice } from '../../../../../runner/core/not-simulated.ts';
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
    ['the expected exit code', {}, {}, 'passed'],
    ['another exit code', {}, { status: 1 }, 'failed exit-mismatch'],
    ['an expected failure', { exit: 7 }, { status: 7 }, 'passed'],
    ['a success in place of a failure', { exit: 7 }, {}, 'failed exit-mismatch'],
    ['any failure', { exit: 'nonzero' }, { status: 126 }, 'passed'],
    ['a success in place of any failure', { exit: 'nonzero' }, {}, 'failed exit-mismatch'],
    ['no exit code', { exit: 'nonzero' }, { status: undefined }, 'error no-exit-status'],
    ['a string of the output', { stdout: { contains: 'lo\nwo' } }, {}, 'passed'],
    ['one of two strings', { stdout: { contains: ['hello', 'x'] } }, {}, 'failed output-mismatch'],
    ['an unwanted string', { stdout: { lacks: 'world' } }, {}, 'failed output-mismatch'],
    ['an output without the unwanted strings', { stdout: { lacks: ['x', 'y'] } }, {}, 'passed'],
    ['a regular expression', { stdout: { matches: '^world$' } }, {}, 'passed'],
    ['a regular expression that does not match', { stdout: { matches: '^orld$' } }, {}, 'failed output-mismatch'],
    ['the whole output', { stdout: { equals: 'hello\nworld' } }, {}, 'passed'],
    ['another output', { stdout: { equals: 'hello' } }, {}, 'failed output-mismatch'],
    ['an empty output', { stdout: { equals: '' } }, {}, 'failed output-mismatch'],
    ['the other stream', { stderr: { contains: 'hello' } }, {}, 'failed output-mismatch'],
    ['a truncated output with the string', { stdout: { contains: 'hello' } }, { truncated: true }, 'passed'],
    [
      'a truncated output without the string',
      { stdout: { contains: 'x' } },
      { truncated: true },
      'error transcript-unreadable',
    ],
    [
      'a truncated output without the unwanted string',
      { stdout: { lacks: 'x' } },
      { truncated: true },
      'error transcript-unreadable',
    ],
    ['a truncated output without expectations', {}, { truncated: true }, 'passed'],
  ] as const)
    it(`${name}: ${expected}`, () =>
      assert.equal(verdict(expectation as Partial<CommandExpectation>, result), expected));

  it('a program that met a kind that is not simulated proves nothing, however it ended', () => {
    const stderr = notSimulatedNotice(['Role (rbac.authorization.k8s.io/v1)']);
    for (const [exit, status] of [
      [0, 0],
      [1, 1],
      [0, 1],
    ] as const) {
      const { outcome, reason, notSimulated } = judge({ exit }, { status, stderr: `Error: ${stderr}\n` });
      assert.equal(`${outcome} ${reason?.code}`, 'error not-simulated');
      assert.deepEqual(notSimulated, ['Role (rbac.authorization.k8s.io/v1)']);
    }
  });

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
