import assert from 'node:assert/strict';
import fc from 'fast-check';
import { rewriteScript } from '../../../../runner/simulator/shell/rewrite.ts';
import { io, settled, shellSetting } from '../support/shell.ts';

const library = await import('just-bash');
const passes = (script: string): string => rewriteScript(script, library, 'in-order').replace(/\s+/g, ' ').trim();

/** The output that a client gets, in order, of both streams. */
const listen = async (script: string): Promise<string[]> => {
  const setting = shellSetting();
  const heard: string[] = [];
  const streams = {
    ...io(),
    stdout: (text: unknown) => heard.push(`${text}`),
    stderr: (text: unknown) => heard.push(`!${text}`),
  };
  await settled(setting.clusterState, setting.shell.exec(['sh', '-c', script], streams));
  return heard;
};

describe('passing output on', () => {
  for (const [script, expected] of [
    ['echo a', '__pass-on both echo a'],
    ['x=1; cd /tmp', 'x=1; cd /tmp'],
    ['a | b', 'a | __pass-on both b'],
    ['curl x 2>/dev/null', '__pass-on stdout curl x 2> /dev/null'],
    ['curl x >/dev/null', 'curl x >/dev/null'],
    ['cat <f', '__pass-on both cat < f'],
    ['if a; then b; else c; fi', 'if __pass-on both a; then __pass-on both b else __pass-on both c fi'],
    ['(a; b)', '(__pass-on both a __pass-on both b)'],
    // Some of their output would come too late, and all the rest before it.
    ['a; b 2>&1', 'a b 2>& 1'],
    ['a; { b; } >&2', 'a { b; } >& 2'],
    ['a; eval b', 'a; eval b'],
    ['f() { b; }; a; f', 'f() { b; }; a; f'],
    ['while read x; do a; done <f', 'while read x; do a; done <f'],
  ] as const)
    it(script, () => assert.equal(passes(script).replaceAll(/ ?\n ?/g, ' '), expected));

  it('output comes as it is printed, each line in its place', async () => {
    assert.deepEqual(await listen('echo a; sleep 5; nosuch; (echo b); x=$(echo c); echo $x | cat'), [
      'a\n',
      '!sh: 1: nosuch: not found\n',
      'b\n',
      'c\n',
    ]);
    assert.deepEqual(await listen('echo a; echo b 2>/dev/null; ls /nope 2>/dev/null; echo c >/dev/null; echo d'), [
      'a\n',
      'b\n',
      'd\n',
    ]);
  });

  it('output that cannot be passed on in order comes whole at the end', async () => {
    assert.deepEqual(await listen('echo a; { echo b; } 2>&1; echo c'), ['a\nb\nc\n']);
  });

  it('the order is that of the script, however it is put together', async () => {
    const command = fc.constantFrom(
      'echo @',
      '(echo @)',
      '{ echo @; }',
      'echo @ | cat',
      'echo @ 2>&1',
      'if true; then echo @; fi',
      'eval "echo @"',
      'case x in x) echo @;; esac',
      'for i in 1; do echo @; done',
      'true && echo @',
      '! echo @',
      'echo @ 2>/dev/null',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 5 }), async (commands) => {
        const script = commands.map((each, index) => each.replaceAll('@', String(index))).join('; ');
        assert.equal((await listen(script)).join(''), commands.map((_, index) => `${index}\n`).join(''), script);
      }),
      { numRuns: 60 },
    );
  });
});
