import assert from 'node:assert/strict';
import { labelsOfRun, ownerOf } from '../../../../../runner/cluster/kind/engine/labels.ts';

describe('labelsOfRun', () => {
  const owner = { scope: 'host', bootId: 'b', pid: '1', startTime: '2' };

  it('is read back by ownerOf', () => {
    assert.deepEqual(ownerOf(labelsOfRun('run', owner, false)), owner);
  });

  it('says whether the run is kept', () => {
    assert.equal(labelsOfRun('run', owner, true)['dev.plumbline.keep'], 'true');
    assert.equal(labelsOfRun('run', owner, false)['dev.plumbline.keep'], 'false');
  });

  it("finds no owner of an object that is not Plumbline's", () => {
    assert.equal(ownerOf({ 'com.example': 'x' }), undefined);
    assert.equal(ownerOf(undefined), undefined);
  });
});
