import assert from 'node:assert/strict';
import { printsBytes, readsInput } from '../../../../runner/simulator/shell/input.ts';

describe('standard input', () => {
  for (const words of [
    'cat',
    'cat -',
    'cat a - b',
    'sh -c x',
    'nc host 80',
    'curl -d @- x',
    'curl --data-binary @- x',
    'curl -T - x',
    'env A=1 cat',
    'tar xmf - -C /tmp',
    '/bin/cat',
    'wc -l',
  ])
    it(`${words} may read it`, () => assert.ok(readsInput(words.split(' '))));
  for (const words of [
    'ls /',
    'cat /etc/hosts',
    '/usr/bin/ping x',
    'curl -s http://x',
    'env',
    'env A=1',
    'head -1 f',
    '',
  ])
    it(`${words} does not`, () => assert.ok(words === '' || !readsInput(words.split(' '))));

  it('some programs print bytes', () => {
    assert.deepEqual(
      ['cat', '/bin/tar', 'echo', 'concat'].map((each) => printsBytes([each])),
      [true, true, false, false],
    );
  });
});
