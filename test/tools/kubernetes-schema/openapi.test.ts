import assert from 'node:assert/strict';
import { reduce, referencesOf, unionOf } from '../../../tools/kubernetes-schema/openapi.ts';

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const kind = (group: string, kind: string) => [{ group, version: 'v1', kind }];
const document = (schemas: object) => ({ components: { schemas } }) as never;

const definitions = {
  'a.v1.Unused': { type: 'object' },
  'a.v1.Pod': {
    properties: { spec: { allOf: [reference('a.v1.PodSpec')] }, meta: reference('m.v1.Meta') },
    'x-kubernetes-group-version-kind': kind('', 'Pod'),
  },
  'b.v1.Pod': { 'x-kubernetes-group-version-kind': kind('b', 'Pod') },
  'm.v1.Meta': { type: 'object' },
  'a.v1.PodSpec': { properties: { containers: { items: reference('a.v1.PodSpec') } } },
} as const;

describe('reducing OpenAPI', () => {
  it('finds references in order', () =>
    assert.deepEqual(referencesOf(definitions['a.v1.Pod'] as never), ['a.v1.PodSpec', 'm.v1.Meta']));

  it('keeps the kinds and the definitions that they refer to, each once and after its first reference', () => {
    const pods = [{ group: '', version: 'v1', kind: 'Pod' }];
    assert.deepEqual(Object.keys(reduce(definitions as never, pods)), ['a.v1.Pod', 'a.v1.PodSpec', 'm.v1.Meta']);
  });

  it('names a missing definition', () => {
    assert.throws(() => reduce(definitions as never, [{ group: 'c', version: 'v1', kind: 'Pod' }]), /no Pod in c\/v1/);
    const broken = { 'a.v1.Pod': definitions['a.v1.Pod'] };
    assert.throws(
      () => reduce(broken as never, [{ group: '', version: 'v1', kind: 'Pod' }]),
      /a\.v1\.PodSpec is referred to/,
    );
  });

  it('joins documents that agree, and throws for others', () => {
    assert.deepEqual(
      Object.keys(unionOf([document({ a: { type: 'x' } }), document({ a: { type: 'x' }, b: {} }), {}])),
      ['a', 'b'],
    );
    assert.throws(
      () => unionOf([document({ a: { type: 'x' } }), document({ a: { type: 'y' } })]),
      /a is defined twice/,
    );
  });
});
