import assert from 'node:assert/strict';
import { ApiError } from '../../../../runner/cluster/api-error.ts';
import { isRefusal, orRefused, refused } from '../../../../runner/steps/kubernetes/refusal.ts';

const causes = [{ reason: 'FieldValueRequired', message: 'Required value', field: 'spec.ports[0].name' }];
const invalid = new ApiError(422, 'Invalid', 'Service "x" is invalid: spec.ports[0].name: Required value', causes);

describe('orRefused', () => {
  const seen = { expected: 'it is accepted' };

  it('returns the result of the write, or the finding that the server refused', async () => {
    assert.deepEqual(await orRefused(Promise.resolve(1), 'Scaling x', seen), { value: 1 });
    const answer = await orRefused(Promise.reject(invalid), 'Scaling x', seen);
    assert.ok('refusal' in answer);
    assert.equal(answer.refusal.reason?.message, `Scaling x was refused: ${invalid.message}`);
  });

  it('rejects with any other error', async () => {
    await assert.rejects(orRefused(Promise.reject(new Error('lost')), 'Scaling x', seen), /lost/);
    await assert.rejects(orRefused(Promise.reject(new ApiError(503, 'x', 'y')), 'Scaling x', seen), ApiError);
  });
});

describe('refused', () => {
  it('quotes the server and lists each cause', () => {
    const finding = refused(invalid, 'service/x', { expected: 'it is accepted' });
    assert.equal(finding.outcome, 'failed');
    assert.equal(finding.reason?.code, 'request-refused');
    assert.ok(finding.reason?.message.includes(invalid.message));
    assert.match(finding.evidence[0]?.text ?? '', /\* spec\.ports\[0\]\.name: Required value \(FieldValueRequired\)/);
    assert.deepEqual(finding.observation['causes'], causes);
    assert.equal(finding.observation['status'], 422);
  });

  it('rejects with a fault of the server', () => {
    for (const status of [500, 503, 429, 408])
      assert.throws(() => refused(new ApiError(status, 'x', 'y'), 'service/x', { expected: '' }), ApiError);
  });

  it('treats an unknown field as a refusal, whatever the status is', () => {
    const message =
      'failed to create typed patch object (demo/x; /v1, Kind=Service): .spec.foo: field not declared in schema';
    assert.equal(isRefusal(new ApiError(500, 'InternalServerError', message)), true);
    assert.equal(
      isRefusal(new ApiError(500, 'InternalServerError', 'etcd: failed to create typed patch object')),
      false,
    );
    assert.equal(isRefusal(new ApiError(502, 'BadGateway', message)), false);
  });
});
