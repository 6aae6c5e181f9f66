import assert from 'node:assert/strict';
import type { Mention } from '../../../runner/scenario/mentions.ts';
import { loadOne } from './support.ts';

const textOf = ({ span: { file, line, column }, ...thing }: Mention): string =>
  `${file}:${line}:${column} ${Object.values(thing).join(' ')}`;

const mentionsIn = async (files: Record<string, string>): Promise<string[]> =>
  (await loadOne(files)).mentions.map(textOf);

describe('mentions', () => {
  it('are the kinds and the images of manifests, in the scenario and in its files', async () => {
    const given = 'given:\n  - file: b.yaml\n  - manifest: { apiVersion: v1, kind: Service, metadata: { name: a } }\n';
    assert.deepEqual(
      await mentionsIn({
        'a.yaml': `title: T\n${given}steps:\n  - look-around:\n`,
        'b.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: a }
spec:
  template:
    spec:
      initContainers: [{ name: a, image: one }]
      containers:
        - { name: b, image: two:2 }
`,
      }),
      ['b.yaml:2:7 apps/v1 Deployment', 'b.yaml:7:42 one', 'b.yaml:9:29 two:2', 'a.yaml:4:39 v1 Service'],
    );
  });

  it('are no expressions, but the values of variables', async () => {
    const spec = "{ containers: [{ name: a, image: '${image}' }, { name: b, image: '${namespace}' }] }";
    const manifest = `{ apiVersion: v1, kind: Pod, metadata: { name: a }, spec: ${spec} }`;
    const text = `title: T\nvars: { image: shop/web }\ngiven:\n  - manifest: ${manifest}\nsteps:\n  - look-around:\n`;
    assert.deepEqual(
      (await mentionsIn({ 'a.yaml': text })).map((each) => each.replace(/^\S+ /, '')),
      ['v1 Pod', 'shop/web'],
    );
  });
});
