import assert from 'node:assert/strict';
import { namespaceLifecycle } from '../../../../../runner/simulator/api/admission/namespace-lifecycle.ts';
import { apiKind, makeApi, podOf } from '../../cluster.ts';

describe('NamespaceLifecycle', () => {
  it('refuses a namespace that is missing or on its way out', () => {
    const { registry, remove } = makeApi();
    assert.throws(() => registry.create(apiKind('Pod'), 'x', podOf('a')), /namespaces "x" not found/);
    registry.create(apiKind('Namespace'), undefined, { metadata: { name: 'x' } });
    remove('Namespace', 'x');
    assert.throws(
      () => registry.create(apiKind('Pod'), 'x', podOf('a')),
      /pods "a" is forbidden: unable to create new content in namespace x because it is being terminated/,
    );
  });

  it("keeps the cluster's own namespaces", () => {
    const refuse = (kind: string, name: string): void =>
      namespaceLifecycle.validateDelete?.(apiKind(kind).resource, name);
    assert.throws(() => refuse('Namespace', 'kube-system'), /namespaces "kube-system" is forbidden/);
    refuse('Namespace', 'x');
    refuse('Pod', 'default');
  });
});
