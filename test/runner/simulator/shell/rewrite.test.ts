import assert from 'node:assert/strict';
import { rewriteScript } from '../../../../runner/simulator/shell/rewrite.ts';
import { shellSetting } from '../support/shell.ts';

describe('scripts mean what POSIX says', () => {
  for (const [title, script, args, expected] of [
    ['"$@" is a command', '"$@"', ['printf', '[%s]', 'a b', ''], '[a b][]'],
    ['"$@" in a function', 'f() { shift; "$@"; }; f x printf "[%s]" "c d"', [], '[c d]'],
    ['"$@" with a redirection in a pipe', '{ "$@" 2>&1; } | cat', ['echo', 'a  b'], 'a  b\n'],
    ['for word do goes over the parameters', 'for word do echo "<$word>"; done', ['a b', 'c'], '<a b>\n<c>\n'],
    ['& does not wait', 'sleep 100 & echo first; wait; echo last', [], 'first\nlast\n'],
    ['wait prints what the background printed', '{ sleep 2; echo late; } & echo early; wait', [], 'early\nlate\n'],
  ] as const)
    it(title, async () => assert.equal((await shellSetting().sh(script, ...args)).stdout, expected));

  it('a script that does not parse stays as it is', async () => {
    const library = await import('just-bash');
    assert.equal(rewriteScript('if "$@"; then', library), 'if "$@"; then');
  });
});
