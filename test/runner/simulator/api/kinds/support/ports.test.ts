import assert from 'node:assert/strict';
import { mapObjects, withProtocol } from '../../../../../../runner/simulator/api/kinds/support/ports.ts';

describe('ports', () => {
  it('are TCP unless they say otherwise', () => {
    assert.deepEqual(mapObjects([{ port: 80 }, { protocol: 'UDP' }, 7], withProtocol), [
      { port: 80, protocol: 'TCP' },
      { protocol: 'UDP' },
    ]);
    assert.deepEqual(mapObjects(undefined, withProtocol), []);
  });
});
