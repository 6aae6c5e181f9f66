import assert from 'node:assert/strict';
import { hit, path, setting } from '../support/ingress.ts';

describe('ingress: classes (B65, S52)', () => {
  const rules = { rules: [{ http: { paths: [path('Prefix', '/', 'a')] } }] };
  for (const [title, spec, metadata, expected] of [
    ['its own class', { ingressClassName: 'traefik' }, {}, 'a'],
    ['a class that does not exist', { ingressClassName: 'nope' }, {}, 404],
    ['the class of another controller', { ingressClassName: 'nginx' }, {}, 404],
    ['no class', {}, {}, 404],
    ['the old annotation', {}, { annotations: { 'kubernetes.io/ingress.class': 'traefik' } }, 'a'],
  ] as const)
    it(`${title}: ${expected}`, async () => {
      const clusterState = setting();
      clusterState.put({
        kind: 'IngressClass',
        metadata: { name: 'nginx' },
        spec: { controller: 'k8s.io/ingress-nginx' },
      });
      clusterState.put({
        kind: 'Ingress',
        metadata: { name: 'web', namespace: 'default', ...metadata },
        spec: { ...spec, ...rules },
      });
      assert.equal(await hit(clusterState, 'x', '/'), expected);
    });
});
