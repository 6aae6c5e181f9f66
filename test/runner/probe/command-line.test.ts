import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { commandLine } from '../../../runner/probe/command-line.ts';

describe('commandLine', () => {
  it('does not quote plain words', () => {
    assert.equal(commandLine(['kubectl', 'get', 'svc', '-l', 'app=kubia']), 'kubectl get svc -l app=kubia');
    assert.equal(commandLine(['curl', 'http://kubia', "it's", '']), `curl http://kubia 'it'\\''s' ''`);
  });

  it('quotes any words so that a shell reads them back', () => {
    const word = fc.string({ unit: 'binary' }).filter((each) => !each.includes('\0') && !/[\ud800-\udfff]/.test(each));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (words) => {
        const script = `printf '%s\\0' ${commandLine(words)}`;
        const { stdout } = spawnSync('sh', ['-c', script], { encoding: 'utf8' });
        assert.deepEqual(stdout.split('\0').slice(0, -1), words);
      }),
      { numRuns: 40 },
    );
  });
});
