import assert from 'node:assert/strict';
import { errorOfAnswer } from '../../../runner/cluster/status.ts';

describe('errorOfAnswer', () => {
  it('reads a Status, and derives a missing reason from the code', () => {
    const error = errorOfAnswer(500, '{"kind":"Status","code":404,"message":"no such thing"}');
    assert.deepEqual([error.status, error.reason, error.message], [404, 'NotFound', 'no such thing']);
  });

  it('keeps the beginning of an answer that is not a Status', () => {
    const error = errorOfAnswer(502, ` <html>${'x'.repeat(10_000)}`);
    assert.equal(error.status, 502);
    assert.equal(error.reason, 'BadGateway');
    assert.equal(error.message.length, 500);
  });

  it('has a message even if the server sends none', () => {
    assert.equal(errorOfAnswer(503, '').message, 'ServiceUnavailable');
  });

  it('survives a Status with parts of the wrong type', () => {
    const error = errorOfAnswer(422, '{"kind":"Status","message":7,"details":{"causes":[1,{"field":2}]}}');
    assert.deepEqual(error.causes, [{ reason: '', message: '', field: '' }]);
    assert.equal(error.status, 422);
  });
});
