import assert from 'node:assert/strict';
import { Unobservable } from '../../../../runner/steps/finding.ts';
import { readJsonPath } from '../../../../runner/steps/kubernetes/json-path.ts';

const object = {
  metadata: { labels: { 'app.kubernetes.io/name': 'kubia' } },
  spec: {
    ports: [
      { name: 'http', port: 80 },
      { name: 'https', port: 443 },
    ],
  },
  status: { conditions: [{ type: 'Ready', status: 'True' }] },
};

describe('readJsonPath', () => {
  for (const [path, found] of [
    ['{.spec.ports[0].port}', [80]],
    ['.spec.ports[1].name', ['https']],
    ['spec.ports[*].port', [80, 443]],
    ['$.spec.ports[-1:].port', [443]],
    ['{.metadata.labels.app\\.kubernetes\\.io/name}', ['kubia']],
    ["{.metadata.labels['app.kubernetes.io/name']}", ['kubia']],
    ['{.status.conditions[?(@.type=="Ready")].status}', ['True']],
    ['{.spec.clusterIP}', []],
    ['{..port}', [80, 443]],
  ] as const)
    it(`reads ${path} as ${JSON.stringify(found)}`, () => assert.deepEqual(readJsonPath(path, object), found));

  it('refuses filters with code', () => {
    assert.throws(
      () => readJsonPath("{.spec.ports[?(@.constructor.constructor('return 1')())]}", object),
      (fault) => fault instanceof Unobservable && fault.reason.code === 'spec-invalid',
    );
  });
});
