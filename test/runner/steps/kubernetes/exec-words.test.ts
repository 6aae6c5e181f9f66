import assert from 'node:assert/strict';
import { execWords } from '../../../../runner/steps/kubernetes/exec-words.ts';

describe('execWords', () => {
  it('enters the place as a person would', () => {
    assert.deepEqual(execWords({ place: 'pod', namespace: 'demo', pod: 'a' }, ['curl', 'x']), [
      ...['kubectl', 'exec', '-n', 'demo', 'a', '--', 'curl', 'x'],
    ]);
    assert.deepEqual(execWords({ place: 'pod', namespace: 'demo', pod: 'a', container: 'c' }, ['x']), [
      ...['kubectl', 'exec', '-n', 'demo', 'a', '-c', 'c', '--', 'x'],
    ]);
    assert.deepEqual(execWords({ place: 'node', node: 'n' }, ['x']), ['docker', 'exec', 'n', 'x']);
    assert.deepEqual(execWords({ place: 'outside' }, ['x']), ['x']);
  });
});
