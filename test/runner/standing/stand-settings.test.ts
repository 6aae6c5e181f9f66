import assert from 'node:assert/strict';
import { askedOf } from '../../../runner/standing/stand-settings.ts';

describe('stand-settings', () => {
  it('keeps the settings that a fingerprint does not show', () => {
    const settings = { name: 'web', provider: 'kind', proxyMode: 'iptables', workers: 1, ingress: false } as const;
    assert.deepEqual(askedOf(settings), {});
    assert.deepEqual(askedOf({ ...settings, nodeImage: 'n', probeImage: 'p', ingress: true }), {
      nodeImage: 'n',
      probeImage: 'p',
      ingress: true,
    });
  });
});
