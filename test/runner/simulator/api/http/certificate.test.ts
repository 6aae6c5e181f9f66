import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { seededRandom } from '../../../../../runner/core/random.ts';
import { createCertificate } from '../../../../../runner/simulator/api/http/certificate.ts';

describe('certificate', () => {
  const now = new Date('2026-01-01T00:00:00Z');
  const { certificate, key } = createCertificate('test', now, seededRandom(1));
  const parsed = new X509Certificate(certificate);

  it('signs itself, for loopback', () => {
    assert.equal(parsed.verify(parsed.publicKey), true);
    assert.equal(parsed.checkPrivateKey(createPrivateKey(key)), true);
    assert.equal(parsed.checkIP('127.0.0.1'), '127.0.0.1');
    assert.equal(parsed.checkHost('localhost'), 'localhost');
    assert.equal(parsed.ca, true);
  });

  it('is valid now and for ten years', () => {
    assert.ok(parsed.validFromDate < now);
    assert.equal(parsed.validToDate.getUTCFullYear(), 2035);
  });
});
