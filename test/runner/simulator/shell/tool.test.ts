import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fail, pathFrom, succeed } from '../../../../runner/simulator/shell/tool.ts';

describe('paths of a machine', () => {
  for (const [cwd, path, expected] of [
    ['/', 'a', '/a'],
    ['/a/b', 'c', '/a/b/c'],
    ['/a/b', '/c', '/c'],
    ['/a/b', '../c/./d', '/a/c/d'],
    ['/', '../../etc', '/etc'],
    ['/a', '', '/a'],
  ] as const)
    it(`${path || 'nothing'} from ${cwd} is ${expected}`, () => assert.equal(pathFrom(cwd, path), expected));

  it('never lead out of the root', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('..', '.', 'a', '')), (parts) => {
        assert.match(pathFrom('/x', parts.join('/')), /^\/(?!.*\.\.)/);
      }),
    );
  });

  it('results have an exit status', () => {
    assert.deepEqual([succeed('a').exitCode, fail(3, 'b').stderr], [0, 'b']);
  });
});
