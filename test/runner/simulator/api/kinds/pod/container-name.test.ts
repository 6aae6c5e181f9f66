import assert from 'node:assert/strict';
import { containerNamed } from '../../../../../../runner/simulator/api/kinds/pod/container-name.ts';
import type { Pod } from '../../../../../../runner/simulator/objects/pods.ts';

const pod = (containers: string[], initContainers?: string[]): Pod =>
  ({
    metadata: { name: 'p' },
    spec: {
      containers: containers.map((name) => ({ name })),
      ...(initContainers && { initContainers: initContainers.map((name) => ({ name })) }),
    },
  }) as unknown as Pod;

describe('the container that is meant', () => {
  it('is the only one, or the one that is named', () => {
    assert.equal(containerNamed(pod(['a']), undefined), 'a');
    assert.equal(containerNamed(pod(['a'], ['i']), ''), 'a');
    assert.equal(containerNamed(pod(['a', 'b'], ['i']), 'i'), 'i');
  });

  it('must be named among several, and be there', () => {
    const says = (of: Pod, name: string | undefined, words: RegExp) =>
      assert.throws(() => containerNamed(of, name), words);
    says(
      pod(['a', 'b']),
      undefined,
      /^StatusError: a container name must be specified for pod p, choose one of: \[a b\]$/,
    );
    says(pod(['a', 'b'], ['i', 'j']), undefined, /choose one of: \[a b\] or one of the init containers: \[i j\]$/);
    says(pod(['a']), 'x', /^StatusError: container x is not valid for pod p$/);
  });
});
