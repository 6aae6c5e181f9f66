import assert from 'node:assert/strict';
import { innerText } from '../../../../../runner/steps/connect/support/inner-text.ts';

describe('innerText', () => {
  for (const [step, text] of [
    [
      { scale: { object: 'deployment/kubia', replicas: 5, ready: true } },
      'scale object: deployment/kubia, replicas: 5',
    ],
    [{ delete: { kind: 'service/kubia' } }, 'delete kind: service/kubia'],
    [{ apply: { manifest: [{ kind: 'Service', metadata: { name: 'kubia' } }] } }, 'apply Service kubia'],
    [{ apply: { file: 'a.yaml', manifest: [] } }, 'apply file: a.yaml'],
    [{ exec: { from: 'probe', command: ['rm', '-f', 'x'] } }, 'exec from: probe, rm -f x'],
    [{ label: { object: 'pod/a', labels: { a: null } } }, 'label object: pod/a'],
    [{ apply: 'a.yaml' }, 'apply a.yaml'],
    [{}, ''],
  ] as const)
    it(text || 'nothing', () => assert.equal(innerText(step as never), text));
});
