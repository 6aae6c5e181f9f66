import assert from 'node:assert/strict';
import { replicaPrinter } from '../../../../../../runner/simulator/api/kinds/support/replicas.ts';

describe('the table of replicas', () => {
  it('has a cell a column', () => {
    const { columns, cells } = replicaPrinter(() => 'a=b');
    const object = {
      metadata: { name: 'x' },
      spec: { replicas: 1, template: { spec: { containers: [] } } },
      status: {},
    };
    assert.equal(cells(object as never, 0).length, columns.length);
    assert.equal(cells(object as never, 0).at(-1), 'a=b');
  });
});
